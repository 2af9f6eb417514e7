import type { BusLogger } from './logger.ts';

export interface PublisherOptions {
  /** Writes on the way at once; more wait their turn. */
  readonly windowMax?: number;
  /** A write without an answer for this long is sent again. */
  readonly ackTimeoutMs?: number;
  /** The whole time a write may take, unless the publication names its own. */
  readonly deadlineMs?: number;
  /** A write that a server leaves without a word, while it is connected, fails after so many ack time-outs. */
  readonly silencesMax?: number;
  readonly apiPrefix?: string;
  readonly logger?: BusLogger;
  readonly onTrouble?: (trouble: StoreTrouble) => void;
}

/** A stream that does not store: it has no room, or the server says nothing at all, as after an error of its disk. */
export type StoreTrouble =
  | { readonly kind: 'refused'; readonly stream: string; readonly reason: string }
  | { readonly kind: 'silent'; readonly subject: string }
  /** A write that was left without a word has its answer after all. */
  | { readonly kind: 'answered'; readonly subject: string };
