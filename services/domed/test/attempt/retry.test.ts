import { DomeError, LIMITS } from '@dome/contracts';
import { expect, it } from 'vitest';

import { nextAfterMachineFault, nextAttemptAt } from '../../src/attempt/retry.ts';
import type { RetryView } from '../../src/attempt/retry.ts';
import { execute, nowMs } from '../support/commands.ts';

const problem = new DomeError('UNAVAILABLE').toProblem();
const view: RetryView = { policy: execute().retry, problem, spent: 1, nowMs, totalUntilMs: nowMs + 60_000, chance: 1 };

it('waits longer each time, up to the longest interval', () => {
  const policy = { ...view.policy, maximumAttempts: 10 };
  const waits = [1, 2, 3, 4, 5].map((spent) => (nextAttemptAt({ ...view, policy, spent }) ?? 0) - nowMs);
  expect(waits).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
});

it('spreads attempts over the second half of the interval', () => {
  expect(nextAttemptAt({ ...view, chance: 0 })).toBe(nowMs + 500);
});

it('does not retry a permanent failure, one that the policy names, after the last attempt, or past the total clock', () => {
  const nonRetryable = { ...view.policy, nonRetryable: ['UNAVAILABLE'] };
  expect(nextAttemptAt({ ...view, problem: new DomeError('SKILL_FAILED').toProblem() })).toBeUndefined();
  expect(nextAttemptAt({ ...view, policy: nonRetryable })).toBeUndefined();
  expect(nextAttemptAt({ ...view, spent: 3 })).toBeUndefined();
  expect(nextAttemptAt({ ...view, totalUntilMs: nowMs + 1_000 })).toBeUndefined();
});

it('gives a job that a machine could not run to another at once, then later each time, and counts it in the end', () => {
  const { policy } = view;
  const due = (uncounted: number) => nextAfterMachineFault({ ...view, policy, spent: 1, uncounted });
  expect([0, 1, 2, 3, 9].map((uncounted) => (due(uncounted) ?? 0) - nowMs)).toEqual([0, 1_000, 2_000, 4_000, 5_000]);
  expect(due(LIMITS.machineFaultsUncounted)).toBeUndefined();
  expect(nextAfterMachineFault({ ...view, uncounted: 1, totalUntilMs: nowMs + 10 })).toBeUndefined();
});
