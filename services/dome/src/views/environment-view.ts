// What stands where, in the contract's terms.
import type { EnvironmentView } from '@dome/contracts';
import { isoTime } from '@dome/runs';

import { standingIn } from '../environments/standing.ts';
import type { PlacedArtifact, Standings } from '../environments/standing.ts';
import { inForce, versionsOf } from '../law/law-state.ts';
import type { LawState } from '../law/law-state.ts';

/** Those of the law, and those that were withdrawn while something stands in them; sorted. */
export function environmentNames(law: LawState, { standing, underWay }: Standings): string[] {
  const ofLaw = versionsOf(law).filter((one) => one.kind === 'environment' && inForce(law, one) !== undefined);
  const held = [...standing.values(), ...underWay.values()].map(({ environment }) => environment);
  return [...new Set([...ofLaw.map(({ name }) => name), ...held])].toSorted();
}

export function environmentView(law: LawState, standings: Standings, name: string): EnvironmentView {
  const current = inForce(law, { kind: 'environment', name });
  const title = current?.document.title;
  const underWay = [...standings.underWay.values()].filter(({ environment }) => environment === name);
  return {
    name,
    ...(current === undefined ? {} : { version: current.version }),
    ...(title === undefined ? {} : { title }),
    standing: standingIn(standings, name).map((one) => ({
      ...artifactOf(one),
      since: isoTime(one.done.timeMs),
      decisionId: one.decision.value.decisionId,
      decidedBy: one.decision.value.decidedBy.people ?? [],
    })),
    underWay: underWay.map(artifactOf),
  };
}

const artifactOf = ({ name, digest, from, runId, decision }: Omit<PlacedArtifact, 'done'>) => ({
  name,
  digest,
  from,
  runId,
  decidedAt: isoTime(decision.timeMs),
});
