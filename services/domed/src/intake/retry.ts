// Whether a failed attempt is followed by another, and when: policy as data, in the words of the command. Pure; chance
// comes in as a number.
import type { Problem, RetryPolicy } from '@dome/contracts';

export interface RetryView {
  readonly policy: RetryPolicy;
  readonly problem: Problem;
  /** Attempts that counted, this one included. */
  readonly spent: number;
  readonly nowMs: number;
  /** The end of the total clock: an attempt that would begin after it is none. */
  readonly totalUntilMs: number;
  /** From 0 to 1. */
  readonly chance: number;
}

/** When the next attempt is due, or undefined when there is none. */
export function nextAttemptAt(view: RetryView): number | undefined {
  const { policy, problem, spent, nowMs } = view;
  if (!problem.retryable || policy.nonRetryable.includes(problem.code)) return undefined;
  if (spent >= policy.maximumAttempts) return undefined;
  const at = nowMs + waitMs(view);
  return at < view.totalUntilMs ? at : undefined;
}

/** Between half and the whole of the interval: enough spread that attempts of many jobs do not come back together. */
function waitMs({ policy, spent, chance }: RetryView): number {
  const grown = policy.initialIntervalMs * policy.backoffCoefficient ** Math.max(0, spent - 1);
  return Math.round(Math.min(grown, policy.maximumIntervalMs) * (0.5 + chance / 2));
}
