// What a sheet shows of a gate, and whether that is still what waits. A vote is for what was shown: whatever came after it
// is named, and shown when the reader asks for it. Pure.
import { gateAt } from '@dome/runs/portable';
import type { GateState, RunState } from '@dome/runs/portable';

export interface ShownGate {
  readonly iteration: number;
  readonly evidenceDigest: string;
}

/** The last round that reached the gate, or the one that is asked for; undefined: it was not reached. */
export function latestGate(state: RunState, gate: string, iteration?: number): ShownGate | undefined {
  const reached = [...state.gates.values()].filter((one) => one.gate === gate).map((one) => one.iteration);
  const at = iteration ?? Math.max(0, ...reached);
  const judged = gateAt(state, gate, at);
  return judged === undefined ? undefined : { iteration: at, evidenceDigest: digestOf(judged) };
}

/** What people are asked about, or what the policy decided on. */
const digestOf = ({ decided }: GateState): string => decided.value.evidenceDigest;

export const isBehind = (shown: ShownGate, latest: ShownGate): boolean =>
  shown.iteration !== latest.iteration || shown.evidenceDigest !== latest.evidenceDigest;

/** Undefined: it takes votes. */
export function whyClosed(state: RunState, gate: GateState): string | undefined {
  if (gate.state === 'decided') return 'The gate is decided.';
  if (state.finished !== undefined) return 'The run is over.';
  if (state.cancel !== undefined) return 'The run is being canceled.';
  if (gate.iteration !== state.iteration) return `The run is in round ${state.iteration}.`;
  if (gate.state === 'closing') return 'The last vote is being counted.';
  if (gate.state === 'unasked') return 'People are being asked.';
  return undefined;
}
