import fc from 'fast-check';
import { expect, test } from 'vitest';

import { widthOf } from '../../src/terminal/style.ts';
import { factLines, wrapText } from '../../src/terminal/wrap.ts';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

test('a wrapped text has the same words, and no line is longer than asked unless it is one word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zäß漢]{1,12}$/)), fc.integer({ min: 1, max: 40 }), (given, width) => {
      const lines = wrapText(given.join(' '), width);
      expect(words(lines.join(' '))).toEqual(given);
      for (const line of lines) expect(widthOf(line) <= width || words(line).length === 1).toBe(true);
    }),
  );
});

test('lines of their own stay lines, and a word that is too long stays whole', () => {
  expect(wrapText('one two\nthree', 20)).toEqual(['one two', 'three']);
  expect(wrapText('see sha256:0123456789abcdef now', 10)).toEqual(['see', 'sha256:0123456789abcdef', 'now']);
});

test('facts stand beside their names', () => {
  const facts = [
    ['plan', 'release'],
    ['for', 'one two three four'],
  ] as const;
  expect(factLines(facts, { indent: 2, width: 18 })).toEqual([
    '  plan  release',
    '  for   one two',
    '        three four',
  ]);
});
