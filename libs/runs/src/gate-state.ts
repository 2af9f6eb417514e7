// The states of a decided gate: either the policy's decision is final, or people are needed and then asked. Their votes, or
// the deadline, close it; a decision of its own follows.
import type {
  Decision,
  RequiredRole,
  RunApprovalGiven,
  RunApprovalRequested,
  RunApprovalWithdrawn,
} from '@dome/contracts/portable';

import { missingText, tallyOf } from './quorum.ts';
import type { Tally } from './quorum.ts';
import type { Recorded } from './recorded.ts';

export interface ApprovalRequest {
  readonly required: readonly RequiredRole[];
  readonly deadlineMs: number;
  readonly evidenceDigest: string;
  /** What the gate says if people have not decided at the deadline. */
  readonly onExpiry: NonNullable<RunApprovalRequested['onExpiry']>;
  /** Undefined: nobody is reminded. */
  readonly remindEveryMs: number | undefined;
}

interface JudgedGate {
  readonly gate: string;
  readonly iteration: number;
  /** The decision of the policy, or that of the environment to ask people. */
  readonly decided: Recorded<Decision>;
  /** One for each person: the first counts until it is withdrawn. */
  readonly votes: readonly Recorded<RunApprovalGiven>[];
  readonly withdrawals: readonly Recorded<RunApprovalWithdrawn>[];
}

/** NEEDS_HUMAN, and nobody has been asked yet. */
export interface UnaskedGate extends JudgedGate {
  readonly state: 'unasked';
}

/** It takes votes. */
export interface WaitingGate extends JudgedGate {
  readonly state: 'waiting';
  readonly requested: Recorded<ApprovalRequest>;
  /** The number of the last reminder; 0 before the first. */
  readonly reminded: number;
}

/** One has rejected, enough have approved, or the deadline has passed: no vote is taken any more. */
export interface ClosingGate extends JudgedGate {
  readonly state: 'closing';
  readonly requested: Recorded<ApprovalRequest>;
  readonly by: 'votes' | 'expiry';
}

export interface DecidedGate extends JudgedGate {
  readonly state: 'decided';
  /** APPROVE or REJECT: the policy's decision, or the one that closed the gate. */
  readonly final: Recorded<Decision>;
  /** Undefined: nobody was asked. */
  readonly requested: Recorded<ApprovalRequest> | undefined;
}

export type GateState = UnaskedGate | WaitingGate | ClosingGate | DecidedGate;

/** The latest decision on the gate. */
export const lastDecision = (gate: GateState): Decision => (gate.state === 'decided' ? gate.final : gate.decided).value;

/** The approvals that stand, in the order of the chain. */
export const approvalsOf = ({ votes }: Pick<GateState, 'votes'>): RunApprovalGiven[] =>
  votes.map(({ value }) => value).filter(({ verdict }) => verdict === 'approve');

/** How far people are; undefined if nobody was asked. */
export function gateTally(gate: GateState): Tally<RunApprovalGiven> | undefined {
  const requested = gate.state === 'unasked' ? undefined : gate.requested;
  return requested === undefined ? undefined : tallyOf(requested.value.required, approvalsOf(gate));
}

/** Who is missing: `release-manager` where one person is asked, else `2 of 3: needs 1 more release-manager`. */
export function waitingText(gate: WaitingGate): string {
  const { required } = gate.requested.value;
  const { missing } = tallyOf(required, approvalsOf(gate));
  return missingText({ required, missing });
}
