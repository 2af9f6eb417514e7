// How long something may run: whatever starts it kills it when that is over, whoever is stopped meanwhile.

export interface Lease {
  /** Monotonic, milliseconds. */
  readonly untilMs: () => number;
  /** It lasts longer now. */
  readonly onRenewed: (listener: () => void) => Disposable;
}
