import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isLocalTime, isTimeZone, localTime } from '../src/local-time.ts';

const at = (text: string): number => Date.parse(text);

describe('the clocks of a time zone', () => {
  test.each([
    ['2026-03-29T00:59:00Z', 'Europe/Vienna', 'sun', '2026-03-29T01:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Vienna', 'sun', '2026-03-29T03:00'],
    ['2026-10-25T00:30:00Z', 'Europe/Vienna', 'sun', '2026-10-25T02:30'],
    ['2026-10-25T01:30:00Z', 'Europe/Vienna', 'sun', '2026-10-25T02:30'],
    ['2026-12-31T23:59:00Z', 'Asia/Kathmandu', 'fri', '2027-01-01T05:44'],
    ['2024-02-29T12:00:00Z', 'UTC', 'thu', '2024-02-29T12:00'],
  ])('%s in %s', (moment, zone, day, text) => {
    expect(localTime(at(moment), zone)).toEqual({ day, minute: text.slice(11), text });
  });

  test('in UTC they say what the moment says', () => {
    const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (date) => {
        expect(localTime(date.getTime(), 'UTC').text).toBe(date.toISOString().slice(0, 16));
      }),
    );
  });

  test('what is no zone, day or minute is seen', () => {
    expect([isTimeZone('Europe/Vienna'), isTimeZone('UTC'), isTimeZone('Europe/Nowhere'), isTimeZone('')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['2026-02-28T10:00', '2026-02-30T10:00', '2026-13-01T10:00'].map(isLocalTime)).toEqual([true, false, false]);
  });
});
