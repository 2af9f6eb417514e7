import fc from 'fast-check';
import { expect, test } from 'vitest';

import { LIMITS, clocksOf, clocksOver } from '../src/index.ts';

const MINUTE_MS = 60_000;

test('a clock that nobody set is derived from those that are set', () => {
  expect(clocksOf({})).toEqual({ queueMs: 600_000, executionMs: 300_000, heartbeatMs: 300_000, totalMs: 1_800_000 });
  expect(clocksOf({ executionMs: 2_000 })).toMatchObject({ heartbeatMs: 2_000, totalMs: 1_800_000 });
  expect(clocksOf({ executionMs: 120 * MINUTE_MS })).toMatchObject({ totalMs: 130 * MINUTE_MS });
});

test('the longest execution has a total that the contract allows', () => {
  const timeouts = clocksOf({ executionMs: LIMITS.taskClockMs });
  expect(timeouts).toMatchObject({ heartbeatMs: LIMITS.taskClockMs, totalMs: LIMITS.taskClockMs });
});

test('a clock that a plan changes takes along those derived from it, and nothing else', () => {
  const quiet = clocksOf({ executionMs: 2_000 });
  expect(clocksOver(quiet, { executionMs: 20_000 })).toMatchObject({ executionMs: 20_000, heartbeatMs: 20_000 });
  expect(clocksOver(quiet, { executionMs: 60 * MINUTE_MS })).toMatchObject({ totalMs: 70 * MINUTE_MS });
  expect(clocksOver(quiet, { executionMs: 20_000, heartbeatMs: 5_000 })).toMatchObject({ heartbeatMs: 5_000 });
  const speaking = clocksOf({ executionMs: 2_000, heartbeatMs: 500, totalMs: 9_000 });
  expect(clocksOver(speaking, { executionMs: 20_000 })).toMatchObject({ heartbeatMs: 500, totalMs: 9_000 });
});

test('no clock leaves its bounds, and a plan without clocks changes nothing', () => {
  const clock = fc.option(fc.integer({ min: 1, max: LIMITS.taskClockMs }), { nil: undefined });
  const given = fc.record({ queueMs: clock, executionMs: clock, heartbeatMs: clock, totalMs: clock });
  fc.assert(
    fc.property(given, given, (skill, plan) => {
      const own = clocksOf(skill);
      expect(clocksOver(own, {})).toEqual(own);
      for (const clocks of [own, clocksOver(own, plan)]) {
        for (const ms of Object.values(clocks)) expect(ms).toBeLessThanOrEqual(LIMITS.taskClockMs);
      }
    }),
  );
});
