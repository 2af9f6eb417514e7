// What a gate that needs people takes next: the request, a reminder, the end of their time, or the decision that closes it.
import type { Decision, RunApprovalRequested } from '@dome/contracts';
import type { Asking } from '@dome/planning';
import { gateTally, peopleIn } from '@dome/runs';
import type { ClosingGate, GateState, RunState, UnaskedGate, WaitingGate } from '@dome/runs';

import { closeByExpiry, closeByVotes } from '../gates/close.ts';
import type { RunDraft } from '../ports.ts';
import type { OpenApproval } from './step.ts';

export type UndecidedGate = UnaskedGate | WaitingGate | ClosingGate;

export const isUndecided = (gate: GateState): gate is UndecidedGate => gate.state !== 'decided';

/** `asking` is called for a gate that has not asked yet. Undefined: the gate only waits. */
export function peopleStep(
  state: RunState,
  gate: UndecidedGate,
  { nowMs, asking }: { readonly nowMs: number; readonly asking: () => Asking },
): RunDraft | undefined {
  switch (gate.state) {
    case 'unasked':
      return request(state, gate.decided.value, { nowMs, asking: asking() });
    case 'closing':
      return gateDecided(state, closed(gate));
    case 'waiting':
      return nowMs >= gate.requested.value.deadlineMs ? expired(state, gate) : reminder(state, gate, nowMs);
  }
}

export function gateDecided(state: RunState, decision: Decision): RunDraft {
  const { runId, iteration } = state;
  return { type: 'dev.dome.run.gate-decided.v1', data: { runId, gate: decision.gate, iteration, decision } };
}

export function openApproval(gate: UndecidedGate): OpenApproval[] {
  if (gate.state !== 'waiting') return [];
  const { requested, reminded } = gate;
  const { deadlineMs, remindEveryMs } = requested.value;
  const nextMs = remindEveryMs === undefined ? Infinity : requested.timeMs + (reminded + 1) * remindEveryMs;
  return [{ gate: gate.gate, iteration: gate.iteration, untilMs: Math.min(deadlineMs, nextMs) }];
}

function request(
  state: RunState,
  asked: Decision,
  { nowMs, asking }: { readonly nowMs: number; readonly asking: Asking },
): RunDraft {
  const { required, waitMs, onExpiry, remindEveryMs } = asking;
  const data: RunApprovalRequested = {
    runId: state.runId,
    gate: asked.gate,
    iteration: state.iteration,
    evidenceDigest: asked.evidenceDigest,
    required: required.slice(0, 1).map(({ role }) => ({ role, count: 1 })),
    ...(peopleIn(required) === 1 ? {} : { approvals: [...required] }),
    deadline: new Date(nowMs + waitMs).toISOString(),
    ...(onExpiry === 'REJECT' ? {} : { onExpiry }),
    ...(remindEveryMs === undefined ? {} : { remindEveryMs }),
  };
  return { type: 'dev.dome.run.approval-requested.v1', data };
}

function closed(gate: ClosingGate): Decision {
  const asked = gate.decided.value;
  if (gate.by === 'expiry') return closeByExpiry(asked, gate.requested.value.onExpiry);
  const last = gate.votes.at(-1)?.value;
  if (last?.verdict === 'reject') return closeByVotes(asked, [last]);
  return closeByVotes(asked, gateTally(gate)?.counted ?? []);
}

function expired({ runId, iteration }: RunState, { gate, requested: { value } }: WaitingGate): RunDraft {
  const deadline = new Date(value.deadlineMs).toISOString();
  return { type: 'dev.dome.run.approval-expired.v1', data: { runId, gate, iteration, deadline } };
}

/** Reminders that fell due while no replica ran are not made up for: the number says which one it is. */
function reminder({ runId, iteration }: RunState, gate: WaitingGate, nowMs: number): RunDraft | undefined {
  const { value, timeMs } = gate.requested;
  const number = value.remindEveryMs === undefined ? 0 : Math.floor((nowMs - timeMs) / value.remindEveryMs);
  if (number <= gate.reminded) return undefined;
  const missing = [...(gateTally(gate)?.missing ?? [])];
  const deadline = new Date(value.deadlineMs).toISOString();
  const data = { runId, gate: gate.gate, iteration, number, missing, deadline };
  return { type: 'dev.dome.run.approval-reminded.v1', data };
}
