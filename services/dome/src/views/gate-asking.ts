// Whom a gate asks, and what they have said, in the contract's terms.
import { LIMITS } from '@dome/contracts';
import type { GateAsking, Identity, GateViewer } from '@dome/contracts';
import { gateTally, isoTime } from '@dome/runs';
import type { GateState, RunState } from '@dome/runs';

import { voteRight, votersOf } from '../approvals/vote-right.ts';
import type { LawState } from '../law/law-state.ts';
import type { DetailLevel } from './bounded.ts';

interface AskingLook {
  readonly law: LawState;
  readonly level: DetailLevel;
}

/** Undefined: nobody was asked. */
export function gateAsking(
  state: RunState,
  judged: GateState | undefined,
  { law, level }: AskingLook,
): GateAsking | undefined {
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
    votes: votesShown(judged).map(({ value, sequence, timeMs }) => ({
      by: value.by.user,
      roles: value.roles.filter((role) => required.some((one) => one.role === role)),
      verdict: value.verdict,
      ...said(value.reason, level),
      at: isoTime(timeMs),
      sequence,
    })),
    withdrawals: judged.withdrawals.slice(-LIMITS.approvalsPerGate).map(({ value, timeMs }) => ({
      by: value.by.user,
      at: isoTime(timeMs),
      ...said(value.reason, level),
    })),
    voters: judged.state === 'waiting' ? votersOf(state, judged, law) : [],
  };
}

const said = (reason: string | undefined, level: DetailLevel): { readonly reason?: string } =>
  reason === undefined || level === 'bare' ? {} : { reason };

/** Whoever has a role may vote, also where nobody with that role is missing: those that count come before the others. */
function votesShown(judged: GateState): GateState['votes'] {
  const counted = new Set(gateTally(judged)?.counted.map(({ by }) => by.user));
  const isCounted = ({ value }: GateState['votes'][number]): boolean =>
    counted.has(value.by.user) || value.verdict === 'reject';
  const others = judged.votes.filter((vote) => !isCounted(vote));
  const space = Math.max(0, LIMITS.approvalsPerGate - (judged.votes.length - others.length));
  const shown = new Set(others.slice(Math.max(0, others.length - space)));
  return judged.votes.filter((vote) => isCounted(vote) || shown.has(vote)).slice(-LIMITS.approvalsPerGate);
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
