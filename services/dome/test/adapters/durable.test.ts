import { expect, test } from 'vitest';

import { confirmEveryMs } from '../../src/adapters/durable.ts';

test('a delivery in hand is confirmed three times in an ack wait, and never in a flood', () => {
  expect(confirmEveryMs(30_000)).toBe(10_000);
  expect(confirmEveryMs(30)).toBe(100);
  const threeMonthsMs = 90 * 86_400_000;
  expect(confirmEveryMs(threeMonthsMs)).toBe(60_000);
});
