import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { cursorAfter, cursorAt, cursorText, parseCursor } from '../src/cursor.ts';
import { STREAMS } from '../src/generated/topology.ts';

test('a reader that stops anywhere and resumes from its cursor meets every message once', () => {
  const stream = fc
    .uniqueArray(fc.integer({ min: 1, max: 50 }))
    .map((sequences) => sequences.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(stream, fc.nat(50), (stored, stop) => {
      const first = stored.filter((sequence) => sequence >= cursorAt(1)).slice(0, stop);
      const cursor = cursorAfter(first.at(-1) ?? 0);
      expect([...first, ...stored.filter((sequence) => sequence >= cursor)]).toEqual(stored);
    }),
  );
});

test('no stream begins before 1', () => {
  expect([cursorAt(0), cursorAt(1), cursorAt(7), cursorAfter(0), cursorAfter(7)]).toEqual([1, 1, 7, 1, 8]);
});

test('its text names the stream and the sequence that is read next', () => {
  expect(cursorText({ stream: 'JOB_EVENTS', next: cursorAfter(41) })).toBe('JOB_EVENTS:42');
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(STREAMS)), fc.maxSafeNat(), (stream, sequence) => {
      const cursor = { stream, next: cursorAt(sequence) };
      expect(parseCursor(cursorText(cursor))).toEqual(cursor);
    }),
  );
});

test.each([
  '',
  '42',
  'JOB_EVENTS',
  'JOB_EVENTS:',
  'JOB_EVENTS:0',
  'JOB_EVENTS:01',
  'job_events:1',
  'A:9999999999999999',
  ' A:1',
])('the text %j is no cursor', (text) => {
  expect(parseCursor(text)).toBeUndefined();
});
