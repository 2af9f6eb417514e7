import fc from 'fast-check';
import { expect, test } from 'vitest';

import { cutText } from '../src/index.ts';

test('a cut text is never longer than asked and never has half a character', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '😀', '\uD83D', '\uDE00') });
  fc.assert(
    fc.property(text, fc.nat(20), (given, max) => {
      const cut = cutText(given, max);
      expect(cut.length).toBe(Math.min(given.length, max));
      expect(cut.isWellFormed()).toBe(true);
    }),
  );
});

test('a valid text that fits stays as it is', () => {
  expect(cutText('so 😀', 5)).toBe('so 😀');
});
