export interface Publication {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** The same for every retry of this write, and of no other write. */
  readonly messageId: string;
  /** Compare-and-set: the last sequence over the filter (0 for none) that the write may follow. */
  readonly expectLast?: { readonly filter: string; readonly sequence: number };
  /** Whole seconds; the server counts no smaller unit. */
  readonly ttlSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives up waiting; the write may be stored all the same. */
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

export type Published =
  | {
      readonly status: 'stored';
      readonly stream: string;
      readonly sequence: number;
      /** It had been stored by an earlier sending of the same message id. */
      readonly again: boolean;
    }
  /** The expectation does not hold, and the last message of the chain is not this one. */
  | { readonly status: 'conflict' };
