import { expect, test } from 'vitest';

import { showAge, showDuration } from '../src/durations.ts';

test('durations are as short as they can be without loss', () => {
  const shown = [0, 420, 9_940, 12_000, 59_400, 65_000, 3_599_000, 7_260_000, 400_000_000].map(showDuration);
  expect(shown).toEqual(['0.0s', '0.4s', '9.9s', '12s', '59s', '1m 05s', '59m 59s', '2h 01m', '4d']);
  expect([16_000, 150_000, 25_200_000, 864_000_000].map(showAge)).toEqual(['16s', '3m', '7h', '10d']);
});
