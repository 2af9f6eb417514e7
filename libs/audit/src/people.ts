// If people closed a gate, those who decided had been asked, could count, and saw the evidence that the decision names: their
// votes are counted again. If they did not answer in time, the gate says what they were told that it would.
import { checkDocument, structureDigest } from '@dome/contracts';
import type { Decision, HumanGate } from '@dome/contracts';

import { ballotOf, isEnough, peopleWords } from './ballot.ts';
import type { Ballot } from './ballot.ts';
import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';
import { ofType } from './record.ts';
import type { RunRecord } from './record.ts';

const EXPIRED = 'APPROVAL_EXPIRED';

/** One for each gate that people closed, or their deadline. */
export function peopleClaims({ run }: RunRecord): Claim[] {
  const submitted = ofType(run, 'dev.dome.run.submitted.v1').at(0)?.event.data;
  const by = submitted?.submittedBy.user;
  return ofType(run, 'dev.dome.run.gate-decided.v1').flatMap(({ event, sequence }) => {
    const { decision } = event.data;
    const ballot = ballotOf(run, { decision, sequence });
    const asked = askedFaults(ballot, decision, submitted?.policy);
    if (decision.decidedBy.kind === 'people') return [votedClaim(decision, { ballot, asked, submitter: by })];
    return decision.reasonCodes.includes(EXPIRED) ? [expiredClaim(decision, { ballot, asked })] : [];
  });
}

interface Facts {
  readonly ballot: Ballot;
  readonly asked: readonly string[];
}

function votedClaim(
  decision: Decision,
  { ballot, asked, submitter }: Facts & { readonly submitter: string | undefined },
): Claim {
  const { gate, status, decidedBy, evidenceDigest } = decision;
  const people = decidedBy.people ?? [];
  const isApproved = status === 'APPROVE';
  const verdict = isApproved ? 'approve' : 'reject';
  const votes = ballot.standing.filter((vote) => vote.verdict === verdict && people.includes(vote.by.user));
  const voters = votes.map(({ by }) => by.user);
  const text = `${gate} was ${isApproved ? 'approved' : 'rejected'} by ${people.join(', ')}, attested by the broker; submitted by ${submitter ?? 'nobody'}`;
  return claim(text, [
    ...asked,
    ...(people.length === 0 ? ['nobody voted'] : []),
    ...(new Set(voters).size === voters.length ? [] : ['someone voted twice']),
    ...people.filter((one) => !voters.includes(one)).map((one) => `${one} did not ${verdict}`),
    // Who submitted a run may give it up.
    ...(isApproved && (submitter === undefined || people.includes(submitter)) ? ['the submitter voted'] : []),
    ...(isApproved ? approvalFaults(ballot, people) : []),
    ...votes.flatMap(({ by, evidenceDigest: seen }) => [
      ...(by.attested ? [] : [`nobody attests that ${by.user} voted`]),
      ...equal('the evidence of the vote', seen, evidenceDigest),
    ]),
  ]);
}

function approvalFaults({ question, standing }: Ballot, people: readonly string[]): string[] {
  const required = question?.required ?? [];
  const counted = standing.filter(({ by, verdict }) => verdict === 'approve' && people.includes(by.user));
  const rejected = standing.filter(({ verdict }) => verdict === 'reject').map(({ by }) => `${by.user} rejected`);
  const isExact = people.length === required.reduce((sum, { count }) => sum + count, 0);
  if (isExact && isEnough(required, counted)) return rejected;
  const roles = counted.map(({ by, roles: own }) => `${by.user} (${own.join(', ')})`);
  return [...rejected, `${peopleWords(required)} are asked for; these are ${roles.join(', ') || 'nobody'}`];
}

function expiredClaim({ gate, status }: Decision, { ballot, asked }: Facts): Claim {
  const { question, standing, late, isExpired } = ballot;
  const approved = standing.filter(({ verdict }) => verdict === 'approve');
  const text = `${gate} was ${status === 'APPROVE' ? 'approved' : 'rejected'} because too few people voted before its deadline`;
  return claim(text, [
    ...asked,
    ...(isExpired ? [] : ['its deadline had not passed']),
    ...equal('what follows', status, question?.onExpiry ?? 'REJECT'),
    ...late.map(({ by }) => `the vote of ${by.user} was taken after the deadline`),
    ...(question !== undefined && isEnough(question.required, approved) ? ['enough people had approved'] : []),
    ...standing.filter(({ verdict }) => verdict === 'reject').map(({ by }) => `${by.user} had rejected`),
  ]);
}

/** Whom the question names are those of the policy, by its digest; those of an environment are named by the law alone. */
function askedFaults({ question }: Ballot, decision: Decision, document: unknown): string[] {
  if (question === undefined) return ['nobody was asked'];
  const { gate, evidenceDigest, policy } = decision;
  const seen = equal('the evidence of the question', question.evidenceDigest, evidenceDigest);
  const human = humanOf(document, gate);
  if (human === undefined) return seen;
  const named = human.approvals ?? (human.role === undefined ? [] : [{ role: human.role, count: 1 }]);
  return [
    ...seen,
    ...equal('the digest of the policy', structureDigest(document), policy.digest),
    ...equal('who was asked', peopleWords(question.required), peopleWords(named)),
    ...equal('what follows the deadline', question.onExpiry, human.onExpiry ?? 'REJECT'),
  ];
}

/** What the policy says of the people of a gate. @throws DomeError for a policy that does not hold */
function humanOf(document: unknown, gate: string): HumanGate | undefined {
  if (document === undefined) return undefined;
  const { gates } = checkDocument('Policy', document);
  return Object.hasOwn(gates, gate) ? gates[gate]?.human : undefined;
}
