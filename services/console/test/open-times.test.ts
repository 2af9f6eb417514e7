import { isInWindow, openFreezes } from '@dome/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openTimes } from '../src/look/open-times.ts';

const at = (text: string): number => Date.parse(text);
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());
const office = { days: ['mon', 'tue', 'wed', 'thu'] as const, from: '09:00', to: '16:00', timeZone: 'Europe/Vienna' };
const windows = [{ ...office, days: [...office.days] }];
const sale = { from: '2026-11-27T00:00', to: '2026-12-02T08:00', timeZone: 'Europe/Vienna', reason: 'the sale' };
const holidays = { from: '2026-12-24T00:00', to: '2027-01-06T08:00', timeZone: 'Europe/Vienna' };

test('without windows and freezes it is open at any time', () => {
  expect(openTimes({}, at('2026-11-29T14:00Z'))).toMatchObject({ isOpen: true, untilMs: undefined, window: undefined });
});

test('a freeze that ends before the window opens closes it until the window does', () => {
  const { isOpen, untilMs, frozen, coming, window } = openTimes(
    { windows, freezes: [holidays, sale] },
    at('2026-11-29T14:00Z'),
  );
  expect([isOpen, iso(untilMs)]).toEqual([false, '2026-12-02T08:00:00.000Z']);
  expect(frozen.map(({ toMs, reason }) => [iso(toMs), reason])).toEqual([['2026-12-02T07:00:00.000Z', 'the sale']]);
  expect(coming.map(({ fromMs }) => iso(fromMs))).toEqual(['2026-12-23T23:00:00.000Z']);
  expect([window?.isWithin, iso(window?.changesMs)]).toEqual([false, '2026-11-30T08:00:00.000Z']);
});

test('an open one says when its window closes or the next freeze begins; a freeze that is over is not told', () => {
  const monday = openTimes({ windows, freezes: [sale] }, at('2026-12-07T10:00Z'));
  expect([monday.isOpen, iso(monday.untilMs), monday.frozen, monday.coming]).toEqual([
    true,
    '2026-12-07T15:00:00.000Z',
    [],
    [],
  ]);
  expect(iso(openTimes({ freezes: [holidays] }, at('2026-12-07T10:00Z')).untilMs)).toBe('2026-12-23T23:00:00.000Z');
});

test('windows that follow each other through midnight are one', () => {
  const whole = { days: ['sat', 'sun'] as ('sat' | 'sun')[], from: '00:00', to: '24:00', timeZone: 'UTC' };
  expect(iso(openTimes({ windows: [whole] }, at('2026-11-28T12:00Z')).untilMs)).toBe('2026-11-30T00:00:00.000Z');
});

const zone = fc.constantFrom('UTC', 'Europe/Vienna', 'Asia/Kathmandu');
const hour = fc.integer({ min: 0, max: 23 }).map((one) => String(one).padStart(2, '0'));
const aWindow = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom('mon', 'wed', 'sun'), { minLength: 1 }),
    from: hour,
    to: hour,
    timeZone: zone,
  })
  .map(({ from, to, ...rest }) => ({ ...rest, from: `${from}:00`, to: `${to}:30` }))
  .filter(({ from, to }) => from < to);
const day = fc.integer({ min: 1, max: 28 }).map((one) => `2026-02-${String(one).padStart(2, '0')}T12:00`);
const aFreeze = fc.record({ from: day, to: day, timeZone: zone }).filter(({ from, to }) => from < to);

test('until the moment that it names nothing changes, and then it does', () => {
  const law = fc.record({
    windows: fc.array(aWindow, { maxLength: 3 }),
    freezes: fc.array(aFreeze, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(law, fc.integer({ min: 0, max: 28 * 24 * 60 }), (given, minute) => {
      const nowMs = Date.UTC(2026, 1, 1) + minute * 60_000;
      const isOpenAt = (ms: number): boolean =>
        openFreezes(given.freezes, ms).length === 0 && isInWindow(given.windows, ms);
      const { isOpen, untilMs } = openTimes(given, nowMs);
      expect(isOpen).toBe(isOpenAt(nowMs));
      const endMs = untilMs ?? nowMs + 86_400_000;
      for (let ms = nowMs; ms < endMs; ms += Math.max(60_000, (endMs - nowMs) / 20)) expect(isOpenAt(ms)).toBe(isOpen);
      expect(isOpenAt(endMs - 60_000) === isOpen || endMs - 60_000 < nowMs).toBe(true);
      if (untilMs !== undefined) expect(isOpenAt(untilMs)).toBe(!isOpen);
    }),
    { numRuns: 50 },
  );
});
