import fc from 'fast-check';
import { expect, test } from 'vitest';

import { escapeSegment, segmentsOf, valueAt } from '../src/index.ts';

test('a path written as a pointer is read back unchanged, whatever its names contain', () => {
  const name = fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', '') });
  fc.assert(
    fc.property(fc.array(name), (way) => {
      expect(segmentsOf(way.map((key) => `/${escapeSegment(key)}`).join(''))).toEqual(way);
    }),
  );
});

test('a member is found at its pointer, and no inherited one is', () => {
  const document = { 'a/b': [{ 'c~d': 7 }], none: null };
  expect(valueAt(document, segmentsOf('/a~1b/0/c~0d'))).toBe(7);
  expect(valueAt(document, segmentsOf('/none'))).toBeNull();
  expect(valueAt(document, segmentsOf('/none/below'))).toBeUndefined();
  expect(valueAt(document, segmentsOf('/a~1b/1'))).toBeUndefined();
  expect(valueAt(document, segmentsOf('/constructor'))).toBeUndefined();
  expect(valueAt(document, segmentsOf(''))).toBe(document);
});
