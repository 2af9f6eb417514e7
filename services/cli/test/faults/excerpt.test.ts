import { expect, test } from 'vitest';

import { excerptLines } from '../../src/faults/excerpt.ts';
import { widthOf } from '../../src/terminal/style.ts';

const shown = (text: string, line: number, column: number, width = 100): string =>
  excerptLines(text, { line, column }, width).join('\n');

test('the line before, the line, and a caret under the place', () => {
  expect(shown('a: 1\nb: 2\nc: 3\n', 2, 4)).toBe('     1 │ a: 1\n     2 │ b: 2\n       │    ^');
  expect(shown('a: 1\n', 1, 1)).toBe('     1 │ a: 1\n       │ ^');
  expect(shown('a: 1\r\n\r\nb: 2\r\n', 3, 1)).toBe('     3 │ b: 2\n       │ ^');
});

test('wide characters and tabs move the caret as far as they reach', () => {
  expect(shown('名前: x', 1, 5)).toBe('     1 │ 名前: x\n       │       ^');
  expect(shown('\tname: x', 1, 2)).toBe('     1 │   name: x\n       │   ^');
  expect(shown('👩‍👩‍👧: x', 1, 11)).toBe('     1 │ 👩‍👩‍👧: x\n       │     ^');
});

test('a long line is cut around the place', () => {
  const text = `{"a": "${'x'.repeat(500)}", "b": 1, "c": "${'y'.repeat(500)}"}`;
  for (const column of [1, 8, 400, text.indexOf('"b"') + 1, text.length]) {
    const [line = '', caret = ''] = excerptLines(text, { line: 1, column }, 60);
    expect(widthOf(line)).toBeLessThanOrEqual(60);
    expect(line.at(widthOf(caret) - 1)).toBe(text.at(column - 1));
  }
  expect(shown(text, 1, text.indexOf('"b"') + 1, 60)).toBe(
    '     1 │ …xxxxxxxxxxxxxx", "b": 1, "c": "yyyyyyyyyyyyyyyyyy…\n       │                   ^',
  );
});

test('what would move the cursor is not shown, and a line that is not there has no excerpt', () => {
  expect(shown('a: \u001b[2J\u0007b', 1, 4)).toBe('     1 │ a: b\n       │    ^');
  expect(excerptLines('a: 1\n', { line: 9, column: 1 }, 80)).toEqual([]);
});
