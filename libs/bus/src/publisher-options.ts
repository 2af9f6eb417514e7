import type { BusLogger } from './logger.ts';

export interface PublisherOptions {
  /** Writes in flight at once; more wait their turn. */
  readonly windowMax?: number;
  /** A write without an answer for this long is sent again. */
  readonly ackTimeoutMs?: number;
  /** The whole time a write may take, unless the publication names its own. */
  readonly deadlineMs?: number;
  /** A write that a connected server does not answer fails after this many ack time-outs. */
  readonly silencesMax?: number;
  readonly apiPrefix?: string;
  readonly logger?: BusLogger;
  readonly onTrouble?: (trouble: StoreTrouble) => void;
  /** Called when a write has ended. */
  readonly onEnded?: (write: EndedWrite) => void;
}

export interface EndedWrite {
  readonly outcome: 'stored' | 'conflict' | 'failed';
  /** From the call of `publish`. */
  readonly ms: number;
}

/** A stream that does not store: it is full, or the server does not answer at all, as after a disk error. */
export type StoreTrouble =
  | { readonly kind: 'refused'; readonly stream: string; readonly reason: string }
  | { readonly kind: 'silent'; readonly subject: string }
  /** A write that had no answer gets one after all. */
  | { readonly kind: 'answered'; readonly subject: string };
