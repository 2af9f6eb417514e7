import { expect, test } from 'vitest';

import { isInWindow, openFreezes } from '../src/environment-times.ts';

const at = (text: string): number => Date.parse(text);
const holidays = { from: '2026-12-20T00:00', to: '2027-01-07T00:00', timeZone: 'Europe/Vienna', reason: 'holidays' };

test('a freeze holds from its first minute to the one that ends it, by its own clocks', () => {
  expect(openFreezes([holidays], at('2026-12-19T22:59:00Z'))).toEqual([]);
  expect(openFreezes([holidays], at('2026-12-19T23:00:00Z'))).toEqual([holidays]);
  expect(openFreezes([holidays], at('2027-01-06T22:59:59Z'))).toEqual([holidays]);
  expect(openFreezes([holidays], at('2027-01-06T23:00:00Z'))).toEqual([]);
});

test('without a window an environment is open, with some it is open in each of them', () => {
  const office = { days: ['mon', 'tue'] as const, from: '09:00', to: '17:00', timeZone: 'UTC' };
  const windows = [{ ...office, days: [...office.days] }];
  expect(isInWindow([], at('2026-11-29T03:00:00Z'))).toBe(true);
  expect(isInWindow(windows, at('2026-11-30T09:00:00Z'))).toBe(true);
  expect(isInWindow(windows, at('2026-11-30T17:00:00Z'))).toBe(false);
  expect(isInWindow(windows, at('2026-11-29T10:00:00Z'))).toBe(false);
});
