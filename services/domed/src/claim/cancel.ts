// Cancel asks the same two arbiters as the claim: the ledger whether this is the intended job, the chain whether
// anything started. Only a queued job is ended by the daemon that handles the cancel, by the same compare-and-set as a
// start, so that exactly one of the two wins. A started attempt is informed by a note and ends itself, because it alone
// knows what it stopped.
import type { CancelOutcome, ChainStep, KeyOwner } from '../job.ts';

export interface CancelView {
  readonly target: { readonly skill: string; readonly runId: string };
  /** Undefined until a delivery of the job is claimed. */
  readonly ledger: KeyOwner | undefined;
  /** Oldest first, read from the leader; a canceled terminal carries its outcome. */
  readonly chain: readonly (ChainStep & { readonly outcome?: CancelOutcome | undefined })[];
  readonly cancelNoted: boolean;
}

/** After a write that was stored, or that conflicted: read again and decide again. */
export type CancelAction =
  /** Answer NOT_FOUND with the chain that the key stands for; write nothing. */
  | { readonly kind: 'notFound'; readonly owner: KeyOwner }
  /** Write `canceled` as the first transition. */
  | { readonly kind: 'writeCanceled'; readonly expectedSequence: 0; readonly outcome: 'not_started' }
  /** Write the note `cancel-requested`. */
  | { readonly kind: 'note' }
  /** Wait for the terminal; if none comes in time, answer `pending`. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'answer'; readonly outcome: CancelOutcome };

export function decideCancel({ target, ledger, chain, cancelNoted }: CancelView): CancelAction {
  if (ledger !== undefined && (ledger.skill !== target.skill || ledger.runId !== target.runId)) {
    return { kind: 'notFound', owner: ledger };
  }
  const last = chain.at(-1);
  if (last === undefined) return { kind: 'writeCanceled', expectedSequence: 0, outcome: 'not_started' };
  if (last.phase === 'started' || last.phase === 'retrying') return { kind: cancelNoted ? 'wait' : 'note' };
  if (last.phase === 'canceled') return { kind: 'answer', outcome: last.outcome ?? 'not_started' };
  return { kind: 'answer', outcome: 'finished_first' };
}

export interface AttemptView {
  readonly epoch: number;
  /** The sequence of the last known transition of the job. */
  readonly lastSequence: number;
  readonly cancelNoted: boolean;
}

/** `superseded`: the attempt no longer belongs to the job; it is killed, and writes and settles nothing. */
export type AttemptOrder = 'goOn' | 'superseded' | 'cancel';

/** What a running attempt does with what it learns: live, with a heartbeat, at reconnect, or after its `started`. */
export function decideAttempt({ epoch, lastSequence, cancelNoted }: AttemptView): AttemptOrder {
  if (lastSequence > epoch) return 'superseded';
  return cancelNoted ? 'cancel' : 'goOn';
}
