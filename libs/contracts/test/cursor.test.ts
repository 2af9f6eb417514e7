import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { cursorAfter, cursorAt } from '../src/cursor.ts';

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
