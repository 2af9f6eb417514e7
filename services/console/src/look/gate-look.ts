// How a gate of a round stands, as a mark and a few words. Pure.
import { lastDecision, waitingText } from '@dome/runs/portable';
import type { GateState } from '@dome/runs/portable';

export interface GateMark {
  readonly mark: 'pending' | 'waiting' | 'success' | 'failure';
  readonly says: string;
}

export function gateLook(gate: GateState | undefined): GateMark {
  if (gate === undefined) return { mark: 'pending', says: 'not reached' };
  if (gate.state === 'waiting') return { mark: 'waiting', says: `waits for ${waitingText(gate)}` };
  if (gate.state !== 'decided') return { mark: 'waiting', says: 'being decided' };
  return lastDecision(gate).status === 'APPROVE'
    ? { mark: 'success', says: 'approved' }
    : { mark: 'failure', says: 'rejected' };
}

/** `by grace, linus`, `by the policy`; empty for a gate that is not decided. */
export function decidedByText(gate: GateState | undefined): string {
  if (gate === undefined || gate.state !== 'decided') return '';
  return `by ${gate.final.value.decidedBy.people?.join(', ') ?? 'the policy'}`;
}
