import type { ApprovalTally } from '@dome/contracts';
import { approvalsOf, gateTally } from '@dome/runs';
import type { GateState } from '@dome/runs';

const PEOPLE_SHOWN = 64;

/** How far people are with a gate, in the contract's terms; undefined if it asks nobody. */
export function tallyView(gate: GateState): ApprovalTally | undefined {
  const tally = gateTally(gate);
  const requested = gate.state === 'unasked' ? undefined : gate.requested;
  if (tally === undefined || requested === undefined) return undefined;
  const by = approvalsOf(gate).map((vote) => vote.by.user);
  return { required: [...requested.value.required], missing: [...tally.missing], by: by.slice(0, PEOPLE_SHOWN) };
}
