import { describe, expect, test } from 'vitest';

import { cut, padEnd, widthOf } from '../../src/terminal/style.ts';

describe('the columns of a text', () => {
  test.each([
    ['plain', 'lint', 4],
    ['coloured', '\u001b[31mlint\u001b[39m', 4],
    ['Chinese', '測試', 4],
    ['Korean', '시험', 4],
    ['a letter and its accent', 'e\u0301', 1],
    ['a joiner that shows nothing', 'a\u200db', 2],
    ['an emoji', '🚀', 2],
    ['a check mark that is no emoji', '✔', 1],
    ['a check mark that is one', '✅', 2],
    ['a flag', '🇩🇰', 2],
    ['a family', '👩‍👩‍👧', 2],
    ['a skin tone', '👍🏽', 2],
  ])('of %s', (_, text, columns) => {
    expect(widthOf(text)).toBe(columns);
    expect(widthOf(padEnd(text, 10))).toBe(10);
  });
});

describe('a text that is cut', () => {
  test.each([
    ['lint', 4, 'lint'],
    ['lint', 3, 'li…'],
    ['測試', 3, '測…'],
    ['測試', 2, '…'],
    ['a👩‍👩‍👧b', 3, 'a…'],
    ['a👩‍👩‍👧bc', 4, 'a👩‍👩‍👧…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['\u001b[31mlint\u001b[39m', 3, 'li…'],
  ])('%s to %d columns is %s', (text, columns, shown) => {
    expect(cut(text, columns)).toBe(shown);
    expect(widthOf(shown)).toBeLessThanOrEqual(columns);
  });
});
