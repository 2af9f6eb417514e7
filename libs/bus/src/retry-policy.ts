// When to try again. Pure: the random number comes in from outside.

export interface RetryPolicy {
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maximumIntervalMs: number;
  /** Attempts in all, the first included; Infinity for no bound. */
  readonly maximumAttempts: number;
  readonly nonRetryable: readonly string[];
}

export interface RetryQuestion {
  /** How many attempts were made, 1 after the first. */
  readonly attempt: number;
  readonly code: string;
  /** In [0, 1). */
  readonly random: number;
}

/**
 * The delay before the next attempt, or null when there is none. Half of the interval is certain and half is drawn, so that
 * many that failed together do not come back together.
 */
export function retryDelayMs(policy: RetryPolicy, { attempt, code, random }: RetryQuestion): number | null {
  if (attempt >= policy.maximumAttempts || policy.nonRetryable.includes(code)) return null;
  return backoffMs(policy, { attempt, random });
}

export function backoffMs(
  policy: Pick<RetryPolicy, 'initialIntervalMs' | 'backoffCoefficient' | 'maximumIntervalMs'>,
  { attempt, random }: Pick<RetryQuestion, 'attempt' | 'random'>,
): number {
  const grown = policy.initialIntervalMs * policy.backoffCoefficient ** (attempt - 1);
  const interval = Math.min(policy.maximumIntervalMs, grown);
  return Math.round(interval / 2 + (interval / 2) * random);
}
