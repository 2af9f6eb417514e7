import { expect, test } from 'vitest';

import { durationMs, durationText } from '../src/index.ts';

test('a duration is a number and a unit, and nothing else', () => {
  expect(['500ms', '30s', '5m', '1h', '2d'].map(durationMs)).toEqual([500, 30_000, 300_000, 3_600_000, 172_800_000]);
  for (const text of ['', '5', 's', '-1s', '1.5s', '1 s', '1w', '1h30m', 'PT15M', '999999999999999d'])
    expect(durationMs(text)).toBeUndefined();
});

test('a duration is shown in the largest unit that gives it exactly', () => {
  expect([1, 1_500, 90_000, 5_400_000, 604_800_000, 0].map(durationText)).toEqual([
    '1ms',
    '1500ms',
    '90s',
    '90m',
    '7d',
    '0ms',
  ]);
});
