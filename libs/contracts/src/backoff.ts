// How a failure that may pass is met: the same again, after a wait that doubles each time up to a bound. Pure, save for the
// waiting, which comes in: who logs, who looks at a clock, and how long is long enough, is the caller's to say.

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The wait after so many failures, of which there is at least one. */
export function backoffMs({ firstMs, maxMs }: Backoff, failures: number): number {
  return Math.min(maxMs, firstMs * 2 ** (failures - 1));
}

export interface RetryTerms extends Backoff {
  readonly pause: (ms: number) => Promise<void>;
  /** Whether this failure may pass, and is still waited for; told how long the wait will be. */
  readonly waits: (error: unknown, waitMs: number) => boolean;
}

/** Resolves after the wait; each failure that it is given waits longer. @throws the failure that is not waited for */
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
