import { expect, test } from 'vitest';

import { createThrottle } from '../src/throttle.ts';

function throttled() {
  const time = { ms: 0 };
  const told: number[] = [];
  const throttle = createThrottle({ nowMs: () => time.ms, everyMs: 1_000 });
  return { time, told, happen: (times?: number) => throttle.tell((count) => void told.push(count), times) };
}

test('the first event is reported at once, and each later line counts those since', () => {
  const { time, told, happen } = throttled();
  for (let n = 0; n < 5; n += 1) happen();
  expect(told).toEqual([1]);
  time.ms = 999;
  happen(10);
  expect(told).toEqual([1]);
  time.ms = 1_000;
  happen();
  expect(told).toEqual([1, 15]);
});

test('events that were only counted can be reported later, and nothing is reported if nothing happened', () => {
  const { time, told, happen } = throttled();
  happen(0);
  expect(told).toEqual([]);
  happen(3);
  happen(2);
  time.ms = 1_000;
  happen(0);
  time.ms = 2_000;
  happen(0);
  expect(told).toEqual([3, 2]);
});
