import { expect, test } from 'vitest';

import { showSize, sizeBytes } from '../src/index.ts';

test('a size is a whole number and a binary unit', () => {
  expect(['1KiB', '64MiB', '10GiB'].map(sizeBytes)).toEqual([1_024, 67_108_864, 10_737_418_240]);
  expect(['', '64', '64MB', '0MiB', '1.5GiB', '-1MiB', '64 MiB', '9999999GiB'].map(sizeBytes)).toEqual(
    Array.from({ length: 8 }),
  );
});

test('an amount is shown in the largest unit that fits', () => {
  expect([1, 12, 1_024, 1_536, 67_108_864, 10_737_418_240].map(showSize)).toEqual([
    '1 byte',
    '12 bytes',
    '1 KiB',
    '1.5 KiB',
    '64 MiB',
    '10 GiB',
  ]);
});
