// The states of a decided gate: either the policy's decision is final, or people are needed and then asked, and their vote
// or the deadline closes it with a decision of its own.
import type { Decision, RunApprovalGiven } from '@dome/contracts';

import type { Recorded } from './recorded.ts';

export interface ApprovalRequest {
  readonly role: string;
  readonly deadlineMs: number;
  readonly evidenceDigest: string;
}

interface JudgedGate {
  readonly gate: string;
  readonly iteration: number;
  /** The policy's decision. */
  readonly decided: Recorded<Decision>;
  /** One for each person; the first counts. */
  readonly votes: readonly Recorded<RunApprovalGiven>[];
}

/** NEEDS_HUMAN, and nobody has been asked yet. */
export interface UnaskedGate extends JudgedGate {
  readonly state: 'unasked';
}

export interface WaitingGate extends JudgedGate {
  readonly state: 'waiting';
  readonly requested: Recorded<ApprovalRequest>;
  /** The deadline has passed. */
  readonly expired?: Recorded<true>;
}

export interface DecidedGate extends JudgedGate {
  readonly state: 'decided';
  /** APPROVE or REJECT: the policy's decision, or the one that closed the gate. */
  readonly final: Recorded<Decision>;
  /** Undefined: nobody was asked. */
  readonly requested: Recorded<ApprovalRequest> | undefined;
}

export type GateState = UnaskedGate | WaitingGate | DecidedGate;

/** The latest decision on the gate. */
export const lastDecision = (gate: GateState): Decision => (gate.state === 'decided' ? gate.final : gate.decided).value;
