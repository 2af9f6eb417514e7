const STEP_MS = 20;
const TIMEOUT_MS = 10_000;

/**
 * Waits until `check` neither throws nor returns false, and returns its result. When the time is over, the last failure is
 * the cause of the error: it shows what was still wrong, not only that the test waited.
 */
export async function eventually<T>(
  check: () => T | false | Promise<T | false>,
  { timeoutMs = TIMEOUT_MS, stepMs = STEP_MS }: { timeoutMs?: number; stepMs?: number } = {},
): Promise<T> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await tried(check);
    if (outcome.held) return outcome.value;
    if (performance.now() >= endsAt) {
      throw new Error(`still not true after ${timeoutMs} ms`, { cause: outcome.failure });
    }
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
}

type Outcome<T> = { held: true; value: T } | { held: false; failure: unknown };

async function tried<T>(check: () => T | false | Promise<T | false>): Promise<Outcome<T>> {
  try {
    const value = await check();
    return value === false ? { held: false, failure: 'the check returned false' } : { held: true, value };
  } catch (failure) {
    return { held: false, failure };
  }
}
