import type { Decision, RunApprovalGiven, RunApprovalRequested } from '@dome/contracts/portable';

import { approvalsOf } from './gate-state.ts';
import type { ApprovalRequest, ClosingGate, GateState, WaitingGate } from './gate-state.ts';
import { tallyOf } from './quorum.ts';
import { recorded } from './recorded.ts';
import type { Recorded } from './recorded.ts';
import type { RunEvent, StoredRunEvent } from './run-event.ts';

export type GateEvent = Extract<RunEvent, { data: { gate: string } }>;

/** The gate after one of its events; for a gate that was not decided, only a decision is recorded. */
export function changedGate(
  gate: GateState | undefined,
  stored: StoredRunEvent,
  event: GateEvent,
): GateState | undefined {
  if (event.type === 'dev.dome.run.gate-decided.v1') {
    const { gate: name, iteration, decision } = event.data;
    const decided = recorded(stored, decision);
    return gate === undefined ? judged({ gate: name, iteration }, decided) : closed(gate, decided);
  }
  if (event.type === 'dev.dome.run.approval-requested.v1') {
    if (gate?.state !== 'unasked') return gate;
    return { ...gate, state: 'waiting', requested: recorded(stored, requestOf(event.data)), reminded: 0 };
  }
  // Chain order decides: what comes after the event that closes a gate changes nothing.
  return gate?.state === 'waiting' ? changedWaiting(gate, stored, event) : gate;
}

type WaitingEvent = Exclude<GateEvent, { type: 'dev.dome.run.gate-decided.v1' | 'dev.dome.run.approval-requested.v1' }>;

function changedWaiting(gate: WaitingGate, stored: StoredRunEvent, event: WaitingEvent): GateState {
  switch (event.type) {
    case 'dev.dome.run.approval-given.v1':
      return voted(gate, recorded(stored, event.data));
    case 'dev.dome.run.approval-withdrawn.v1': {
      const votes = gate.votes.filter(({ value }) => value.by.user !== event.data.by.user);
      return { ...gate, votes, withdrawals: [...gate.withdrawals, recorded(stored, event.data)] };
    }
    case 'dev.dome.run.approval-reminded.v1':
      return { ...gate, reminded: Math.max(gate.reminded, event.data.number) };
    case 'dev.dome.run.approval-expired.v1':
      return closing(gate, 'expiry');
  }
}

const requestOf = (data: RunApprovalRequested): ApprovalRequest => ({
  required: data.approvals ?? data.required,
  deadlineMs: Date.parse(data.deadline),
  evidenceDigest: data.evidenceDigest,
  onExpiry: data.onExpiry ?? 'REJECT',
  remindEveryMs: data.remindEveryMs,
});

/** The first vote of a person counts; one rejection closes the gate, and so does the approval that is enough. */
function voted(gate: WaitingGate, vote: Recorded<RunApprovalGiven>): GateState {
  const { by, verdict } = vote.value;
  if (gate.votes.some(({ value }) => value.by.user === by.user)) return gate;
  const after = { ...gate, votes: [...gate.votes, vote] };
  const isClosed =
    verdict === 'reject' || tallyOf(gate.requested.value.required, approvalsOf(after)).missing.length === 0;
  return isClosed ? closing(after, 'votes') : after;
}

function closing(waiting: WaitingGate, by: ClosingGate['by']): ClosingGate {
  const { gate, iteration, decided, votes, withdrawals, requested } = waiting;
  return { gate, iteration, decided, votes, withdrawals, requested, state: 'closing', by };
}

function judged(of: Pick<GateState, 'gate' | 'iteration'>, decided: Recorded<Decision>): GateState {
  const base = { ...of, decided, votes: [], withdrawals: [] };
  if (decided.value.status === 'NEEDS_HUMAN') return { ...base, state: 'unasked' };
  return { ...base, state: 'decided', final: decided, requested: undefined };
}

/** NEEDS_HUMAN is closed by a second decision; nothing changes a final one. */
function closed(gate: GateState, final: Recorded<Decision>): GateState {
  if (gate.state === 'decided' || final.value.status === 'NEEDS_HUMAN') return gate;
  const { gate: name, iteration, decided, votes, withdrawals } = gate;
  const requested = gate.state === 'unasked' ? undefined : gate.requested;
  return { gate: name, iteration, decided, votes, withdrawals, state: 'decided', final, requested };
}
