// Whether and when another attempt follows a failed one: the policy is data from the command. Pure; randomness comes in
// as a number.
import { LIMITS } from '@dome/contracts';
import type { Problem, RetryPolicy } from '@dome/contracts';

export interface RetryView {
  readonly policy: RetryPolicy;
  readonly problem: Problem;
  /** Attempts that counted, this one included. */
  readonly spent: number;
  readonly nowMs: number;
  /** The end of the total timeout: no attempt begins after it. */
  readonly totalUntilMs: number;
  /** From 0 to 1. */
  readonly chance: number;
}

/** When the next attempt is due, or undefined if there is none. */
export function nextAttemptAt(view: RetryView): number | undefined {
  const { policy, problem, spent, nowMs } = view;
  if (!problem.retryable || policy.nonRetryable.includes(problem.code)) return undefined;
  if (spent >= policy.maximumAttempts) return undefined;
  const at = nowMs + waitMs(view);
  return at < view.totalUntilMs ? at : undefined;
}

/**
 * When a job that a machine could not run is due again: at once, because another machine may run it, but later each
 * time. Undefined once machines have given it back so often that its own attempts must pay, or if its total timeout
 * would have expired.
 */
export function nextAfterMachineFault(
  view: Omit<RetryView, 'problem'> & { readonly uncounted: number },
): number | undefined {
  const { uncounted, nowMs, totalUntilMs } = view;
  if (uncounted >= LIMITS.machineFaultsUncounted) return undefined;
  const at = uncounted === 0 ? nowMs : nowMs + waitMs({ ...view, spent: uncounted });
  return at < totalUntilMs ? at : undefined;
}

/** Between half the interval and all of it: enough spread that attempts of many jobs do not return together. */
function waitMs({ policy, spent, chance }: Pick<RetryView, 'policy' | 'spent' | 'chance'>): number {
  const grown = policy.initialIntervalMs * policy.backoffCoefficient ** Math.max(0, spent - 1);
  return Math.round(Math.min(grown, policy.maximumIntervalMs) * (0.5 + chance / 2));
}
