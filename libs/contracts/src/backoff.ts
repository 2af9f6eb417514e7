// How a transient failure is handled: the same step again, after a wait that doubles each time up to a bound. Pure except
// for the wait, which is passed in: the caller decides about logs, clocks, and how long is long enough.

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The wait after this many failures, at least one. */
export function backoffMs({ firstMs, maxMs }: Backoff, failures: number): number {
  return Math.min(maxMs, firstMs * 2 ** (failures - 1));
}

export interface RetryTerms extends Backoff {
  readonly pause: (ms: number) => Promise<void>;
  /** Whether this failure is transient and still waited for; receives the length of the wait. */
  readonly waits: (error: unknown, waitMs: number) => boolean;
}

/** Resolves after the wait; each failure passed to it waits longer. @throws a failure that is not waited for */
export function createRetryWait({ pause, waits, ...backoff }: RetryTerms): (error: unknown) => Promise<void> {
  let failures = 0;
  return async (error) => {
    failures += 1;
    const waitMs = backoffMs(backoff, failures);
    if (!waits(error, waitMs)) throw error;
    await pause(waitMs);
  };
}

/** @throws the first failure that is not waited for */
export async function tryAgain<Result>(step: () => Promise<Result>, of: RetryTerms): Promise<Result> {
  const failed = createRetryWait(of);
  for (;;) {
    try {
      return await step();
    } catch (error) {
      await failed(error);
    }
  }
}
