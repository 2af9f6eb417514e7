import { expect, test } from 'vitest';

import { createRepeats } from '../src/repeats.ts';

test('what is new is said at once, and the same once in an interval, also among others', () => {
  const time = { ms: 0 };
  const isSaid = createRepeats({ nowMs: () => time.ms, everyMs: 1_000 });
  const at = (ms: number, text: string): boolean => {
    time.ms = ms;
    return isSaid(text);
  };
  expect([at(0, 'a'), at(1, 'b'), at(2, 'a'), at(999, 'b')]).toEqual([true, true, false, false]);
  expect([at(1_000, 'a'), at(1_000, 'b'), at(1_001, 'b'), at(1_999, 'a'), at(9_000, 'a')]).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
});
