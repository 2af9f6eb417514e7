import type { Decision } from '@dome/contracts';

import type { GateState } from './gate-state.ts';
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
  if (gate === undefined) return undefined;
  switch (event.type) {
    case 'dev.dome.run.approval-requested.v1': {
      const { required, deadline, evidenceDigest } = event.data;
      const [people] = required;
      if (gate.state !== 'unasked' || people === undefined) return gate;
      const request = { role: people.role, deadlineMs: Date.parse(deadline), evidenceDigest };
      return { ...gate, state: 'waiting', requested: recorded(stored, request) };
    }
    case 'dev.dome.run.approval-given.v1': {
      const voted = gate.votes.some(({ value }) => value.by.user === event.data.by.user);
      return voted ? gate : { ...gate, votes: [...gate.votes, recorded(stored, event.data)] };
    }
    case 'dev.dome.run.approval-expired.v1': {
      if (gate.state !== 'waiting' || gate.expired !== undefined) return gate;
      return { ...gate, expired: recorded(stored, true) };
    }
  }
}

function judged(of: Pick<GateState, 'gate' | 'iteration'>, decided: Recorded<Decision>): GateState {
  const base = { ...of, decided, votes: [] };
  if (decided.value.status === 'NEEDS_HUMAN') return { ...base, state: 'unasked' };
  return { ...base, state: 'decided', final: decided, requested: undefined };
}

/** NEEDS_HUMAN is closed by a second decision; nothing changes a final one. */
function closed(gate: GateState, final: Recorded<Decision>): GateState {
  if (gate.state === 'decided' || final.value.status === 'NEEDS_HUMAN') return gate;
  const { gate: name, iteration, decided, votes } = gate;
  const requested = gate.state === 'waiting' ? gate.requested : undefined;
  return { gate: name, iteration, decided, votes, state: 'decided', final, requested };
}
