// Whom a gate asks, and what they have said, in the contract's terms.
import type { GateAsking, Identity, GateViewer } from '@dome/contracts';
import { gateTally } from '@dome/runs';
import type { GateState, RunState } from '@dome/runs';

import { voteRight, votersOf } from '../approvals/vote-right.ts';
import type { LawState } from '../law/law-state.ts';
import { isoTime } from './view.ts';

/** Undefined: nobody was asked. */
export function gateAsking(state: RunState, judged: GateState | undefined, law: LawState): GateAsking | undefined {
  const requested = judged === undefined || judged.state === 'unasked' ? undefined : judged.requested;
  if (judged === undefined || requested === undefined) return undefined;
  const { required, deadlineMs, onExpiry, remindEveryMs } = requested.value;
  return {
    required: [...required],
    missing: [...(gateTally(judged)?.missing ?? [])],
    requestedAt: isoTime(requested.timeMs),
    deadline: isoTime(deadlineMs),
    onExpiry,
    ...(remindEveryMs === undefined ? {} : { remindEveryMs }),
    reminders: judged.state === 'waiting' ? judged.reminded : 0,
    votes: judged.votes.map(({ value, sequence, timeMs }) => ({
      by: value.by.user,
      roles: value.roles,
      verdict: value.verdict,
      ...(value.reason === undefined ? {} : { reason: value.reason }),
      at: isoTime(timeMs),
      sequence,
    })),
    withdrawals: judged.withdrawals.map(({ value, timeMs }) => ({
      by: value.by.user,
      at: isoTime(timeMs),
      ...(value.reason === undefined ? {} : { reason: value.reason }),
    })),
    voters: judged.state === 'waiting' ? votersOf(state, judged, law) : [],
  };
}

/** Who looks at the gate, and what their vote would be worth. */
export function gateViewer(
  state: RunState,
  {
    gate,
    iteration,
    judged,
  }: { readonly gate: string; readonly iteration: number; readonly judged: GateState | undefined },
  { voter, law }: { readonly voter: Identity; readonly law: LawState },
): GateViewer {
  const evidenceDigest = judged === undefined ? '' : judged.decided.value.evidenceDigest;
  const right = (verdict: 'approve' | 'reject') =>
    voteRight(state, { gate, iteration, verdict, evidenceDigest }, { voter, law });
  return {
    user: voter.user,
    roles: [...law.access.rolesOf(voter)],
    approve: right('approve'),
    reject: right('reject'),
  };
}
