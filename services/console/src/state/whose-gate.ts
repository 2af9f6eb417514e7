// Why a gate that waits does not wait for somebody, as far as a list of gates knows: the sheet of the gate knows more. Pure.
import type { OpenGate } from '@dome/contracts/portable';
import { peopleText } from '@dome/runs/portable';

export interface GateWaits {
  /** For whoever is signed in, oldest first. */
  readonly mine: readonly OpenGate[];
  readonly others: readonly OpenGate[];
}

const nameOf = ({ runId, gate, iteration }: OpenGate): string => `${runId}/${gate}/${iteration}`;

export function gateWaits(all: readonly OpenGate[], mine: readonly OpenGate[]): GateWaits {
  const own = new Set(mine.map(nameOf));
  return { mine, others: all.filter((gate) => !own.has(nameOf(gate))) };
}

export const asksOf = ({ approvals, role }: OpenGate): string =>
  approvals === undefined ? role : peopleText(approvals.missing);

export function whyNotMine(gate: OpenGate, user: string, isObserver: boolean): string {
  if (isObserver) return 'you look on: observers do not vote';
  if (gate.submittedBy === user) return 'you submitted it: nobody approves what they submitted';
  if (gate.approvals?.by.includes(user) === true) return 'you have approved it; others are missing';
  return `it asks ${asksOf(gate)}, which you are not, or you have voted`;
}
