// Whether a gate waits for one person. The list that asks knows neither plans nor policies of runs, so it cannot say whether an
// environment wants somebody else: `gate.get` says what the person's vote would be worth. Pure.
import type { Identity } from '@dome/contracts';
import { gateTally } from '@dome/runs';
import type { RunState, WaitingGate } from '@dome/runs';

import type { LawState } from '../law/law-state.ts';

/** For a role that the person has and whose vote is missing; not their own run, and they have not voted. */
export function waitsForVoter(
  voter: Identity,
  { access }: Pick<LawState, 'access'>,
): (state: RunState, gate: WaitingGate) => boolean {
  const roles = new Set<string>(access.rolesOf(voter));
  return ({ submitted }, gate) =>
    submitted.value.submittedBy.user !== voter.user &&
    gate.votes.every(({ value }) => value.by.user !== voter.user) &&
    (gateTally(gate)?.missing ?? []).some(({ role }) => roles.has(role));
}
