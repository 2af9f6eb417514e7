// A promotion rests on the people for whom its environment asks, on top of those of the policy, and on nobody whom the law
// keeps out. The environment and the authors of the policy are read from the events of the law, up to the sequence that the
// decision names.
import { checkDocument, structureDigest } from '@dome/contracts';
import type { Decision, Environment, RunPromotionDecided } from '@dome/contracts';

import { ballotOf, isEnough, peopleWords } from './ballot.ts';
import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';
import { ofType } from './record.ts';
import type { RunRecord, StoredEvent } from './record.ts';

/** One for each promotion that was allowed. */
export function promotionPeopleClaims({ run }: RunRecord, law: readonly StoredEvent[]): Claim[] {
  return ofType(run, 'dev.dome.run.promotion-decided.v1')
    .filter(({ event }) => event.data.decision.status === 'APPROVE')
    .map(({ event }) => promotionClaim(event.data, run, law));
}

function promotionClaim(
  { decision, to }: RunPromotionDecided,
  run: RunRecord['run'],
  law: readonly StoredEvent[],
): Claim {
  const known = law.filter(({ sequence }) => sequence <= (decision.lawSequence ?? 0));
  const environment = environmentIn(known, decision);
  if (environment === undefined) {
    return claim(`${to} is promoted into as the law says`, [`the law has no such version of ${to} at its sequence`]);
  }
  const { approvals, independent = false } = environment;
  const earlier = gatesOf(run, decision).flatMap(({ decidedBy }) => decidedBy.people ?? []);
  const asked =
    approvals === undefined
      ? `${to} asks for nobody beyond the policy`
      : `${to} asks for ${peopleWords(approvals)} beyond the policy, and they approved`;
  return claim(independent ? `${asked}; nobody who applied the policy approved` : asked, [
    ...(approvals === undefined ? [] : peopleFaults(run, decision, { environment, earlier })),
    ...(independent ? authorFaults(known, decision) : []),
  ]);
}

function environmentIn(law: readonly StoredEvent[], { environment }: Decision): Environment | undefined {
  const applied = ofType(law, 'dev.dome.law.applied.v1').map(({ event }) => event.data);
  const found = applied.find(
    ({ kind, name, version }) =>
      kind === 'environment' && name === environment?.name && version === environment.version,
  );
  if (found === undefined || structureDigest(found.document) !== environment?.digest) return undefined;
  return checkDocument('Environment', found.document);
}

/** The last decision on each gate of the plan in that iteration. */
function gatesOf(run: RunRecord['run'], { gate, iteration }: Decision): Decision[] {
  const decided = ofType(run, 'dev.dome.run.gate-decided.v1').map(({ event }) => event.data.decision);
  const own = decided.filter((one) => one.iteration === iteration && one.gate !== gate);
  return [...new Map(own.map((one) => [one.gate, one])).values()];
}

interface Asked {
  readonly environment: Environment;
  /** Who approved a gate of the plan. */
  readonly earlier: readonly string[];
}

function peopleFaults(run: RunRecord['run'], promotion: Decision, { environment, earlier }: Asked): string[] {
  const { approvals = [], onExpiry = 'REJECT' } = environment;
  const own = ofType(run, 'dev.dome.run.gate-decided.v1').filter(
    ({ event }) => event.data.gate === promotion.gate && event.data.iteration === promotion.iteration,
  );
  const closing = own.at(-1);
  if (closing === undefined) return ['they were not asked'];
  const { decision } = closing.event.data;
  if (decision.decidedBy.kind === 'policy') return equal('what follows their silence', decision.status, onExpiry);
  const { standing } = ballotOf(run, { decision, sequence: closing.sequence });
  const approved = standing.filter(({ verdict }) => verdict === 'approve');
  const twice = approved.filter(({ by }) => earlier.includes(by.user)).map(({ by }) => `${by.user} counts twice`);
  return [...twice, ...(isEnough(approvals, approved) ? [] : ['too few of them approved'])];
}

function authorFaults(law: readonly StoredEvent[], { policy, decidedBy }: Decision): string[] {
  const authors = ofType(law, 'dev.dome.law.applied.v1')
    .map(({ event }) => event.data)
    .filter(({ kind, name, version }) => kind === 'policy' && name === policy.name && version === policy.version)
    .filter(({ by }) => by.account === 'PEOPLE')
    .map(({ by }) => by.user);
  const people = decidedBy.people ?? [];
  return [...new Set(authors)]
    .filter((one) => people.includes(one))
    .map((one) => `${one} applied the policy and approved`);
}
