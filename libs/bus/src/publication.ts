export interface Publication {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** The same for every retry of this write, and of no other write. */
  readonly messageId: string;
  /** Compare-and-set: the last sequence over the filter (0 for none) that the write may follow. */
  readonly expectLast?: { readonly filter: string; readonly sequence: number };
  /** Whole seconds, the server's smallest unit. */
  readonly ttlSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stops waiting; the write may be stored all the same. */
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

export type Published =
  | {
      readonly status: 'stored';
      readonly stream: string;
      readonly sequence: number;
      /** An earlier attempt with the same message id had stored it. */
      readonly again: boolean;
    }
  /** The expectation failed, and the last message of the chain is another one. */
  | { readonly status: 'conflict' };
