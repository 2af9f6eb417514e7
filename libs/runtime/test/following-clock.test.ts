import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createFollowingClock } from '../src/index.ts';
import type { Clock } from '../src/index.ts';

test('a clock follows what it is told, at its own steady pace, whatever happens to the wall clock', () => {
  const manual = createManualClock(1_000_000);
  let wrongByMs = 0;
  const own: Clock = {
    now: () => manual.now() + wrongByMs,
    monotonicMs: () => manual.monotonicMs(),
    after: (ms, run) => manual.after(ms, run),
  };
  const clock = createFollowingClock(own);
  expect(clock.now()).toBe(1_000_000);
  clock.follow(5_000_000);
  manual.advance(250);
  wrongByMs = -3_600_000;
  expect(clock.now()).toBe(5_000_250);
  clock.follow(5_000_300);
  expect(clock.now()).toBe(5_000_300);
  let ran = false;
  clock.after(10, () => (ran = true));
  manual.advance(10);
  expect([ran, clock.monotonicMs()]).toEqual([true, manual.monotonicMs()]);
});
