// If people closed a gate, one who did not submit the run decided, on the evidence that the decision names.

import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';
import { ofType } from './record.ts';
import type { RunRecord } from './record.ts';

/** One for each decision of people. */
export function peopleClaims({ run }: RunRecord): Claim[] {
  const submitter = ofType(run, 'dev.dome.run.submitted.v1').at(0)?.event.data.submittedBy.user;
  const given = ofType(run, 'dev.dome.run.approval-given.v1').map(({ event }) => event.data);
  const decisions = ofType(run, 'dev.dome.run.gate-decided.v1').map(({ event }) => event.data.decision);
  return decisions
    .filter(({ decidedBy }) => decidedBy.kind === 'people')
    .map(({ gate, iteration, status, decidedBy, evidenceDigest }) => {
      const votes = given.filter((vote) => vote.gate === gate && vote.iteration === iteration);
      const voters = votes.map(({ by }) => by.user);
      const verdict = status === 'APPROVE' ? 'approved' : 'rejected';
      const text = `${gate} was ${verdict} by ${voters.join(', ')}, attested by the broker; submitted by ${submitter ?? 'nobody'}`;
      return claim(text, [
        ...(voters.length === 0 ? ['nobody voted'] : []),
        ...(new Set(voters).size === voters.length ? [] : ['someone voted twice']),
        ...(submitter === undefined || voters.includes(submitter) ? ['the submitter voted'] : []),
        ...equal('who decided', decidedBy.people?.join(', '), voters.join(', ')),
        ...votes.flatMap(({ by, evidenceDigest: seen }) => [
          ...(by.attested ? [] : [`nobody attests that ${by.user} voted`]),
          ...equal('the evidence of the vote', seen, evidenceDigest),
        ]),
      ]);
    });
}
