import type { RetryPolicy } from '@dome/contracts';

/** This many attempts, each after the same interval; every error is worth another. */
export function evenRetry(maximumAttempts: number, intervalMs = 1): RetryPolicy {
  return {
    initialIntervalMs: intervalMs,
    backoffCoefficient: 1,
    maximumIntervalMs: intervalMs,
    maximumAttempts,
    nonRetryable: [],
  };
}
