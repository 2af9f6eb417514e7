import fc from 'fast-check';
import { expect, test } from 'vitest';

import { localTime, momentOf } from '../src/local-time.ts';

const zones = fc.constantFrom(
  'UTC',
  'Europe/Vienna',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Australia/Lord_Howe',
);
const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });

test('what the clocks of a zone show leads back to a moment at which they show it', () => {
  fc.assert(
    fc.property(minutes, zones, (minute, timeZone) => {
      const { text } = localTime(minute * 60_000, timeZone);
      expect(localTime(momentOf(text, timeZone), timeZone).text).toBe(text);
    }),
  );
});

test('a minute that the clocks skip is as much later as they skip, and 24:00 is midnight', () => {
  const at = (text: string, zone = 'Europe/Vienna'): string => new Date(momentOf(text, zone)).toISOString();
  expect(at('2027-01-02T08:00')).toBe('2027-01-02T07:00:00.000Z');
  expect(at('2027-03-28T02:30')).toBe('2027-03-28T01:30:00.000Z');
  expect(at('2026-11-29T24:00', 'UTC')).toBe('2026-11-30T00:00:00.000Z');
});
