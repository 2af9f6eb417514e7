// What a vote would be worth before it is given: the same judgement as of the vote itself. Pure.
import { DomeError } from '@dome/contracts';
import type { Identity, RoleVoters, VoteRight } from '@dome/contracts';
import { ACCESS } from '@dome/planning';
import type { RunState, WaitingGate } from '@dome/runs';

import { inForce } from '../law/law-state.ts';
import type { LawState } from '../law/law-state.ts';
import { judgeVote } from './vote.ts';
import type { Voting } from './vote.ts';

export interface VoteAsked {
  readonly gate: string;
  readonly iteration: number;
  readonly verdict: 'approve' | 'reject';
  /** What the gate rests on: the vote would be on that. */
  readonly evidenceDigest: string;
}

export function voteRight(state: RunState, asked: VoteAsked, voting: Voting): VoteRight {
  try {
    const vote = judgeVote(state, { runId: state.runId, ...asked }, voting);
    if (vote.kind === 'new') return { allowed: true };
    const { by, verdict } = vote.vote.value;
    const detail = `${by.user} has voted to ${verdict}, and that vote counts until it is withdrawn`;
    return { allowed: false, detail };
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    return { allowed: false, code: error.code, detail: error.message };
  }
}

/** Of one role; who reads this wants somebody to turn to. */
const VOTERS_SHOWN = 64;

/** Whose approval would be taken now, by the roles that the gate asks. */
export function votersOf(state: RunState, gate: WaitingGate, law: LawState): RoleVoters[] {
  const { required, evidenceDigest } = gate.requested.value;
  const asks = new Set(required.map(({ role }) => role));
  const users = Object.entries(inForce(law, ACCESS)?.document.users ?? {})
    .filter(([, { roles }]) => roles.some((role) => asks.has(role)))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const asked = { gate: gate.gate, iteration: gate.iteration, verdict: 'approve', evidenceDigest } as const;
  return required.map(({ role }) => {
    const voters: string[] = [];
    for (const [user, { roles }] of users) {
      if (voters.length === VOTERS_SHOWN) break;
      const voter: Identity = { user, account: 'PEOPLE', attested: true };
      if (roles.includes(role) && voteRight(state, asked, { voter, law }).allowed) voters.push(user);
    }
    return { role, users: voters };
  });
}
