import { expect, test } from 'vitest';

import { ansiSpans, markFound, plainText } from '../src/state/ansi.ts';

const ESC = '\u001b';
const looks = (text: string): [string, string][] => ansiSpans(text).map(({ text: part, look }) => [part, look]);

test('a colour lasts until it is taken back', () => {
  expect(looks(`a ${ESC}[31mred${ESC}[0m b`)).toEqual([
    ['a ', ''],
    ['red', 'ansi-red'],
    [' b', ''],
  ]);
  expect(looks(`${ESC}[1;4;92mx${ESC}[22my${ESC}[39mz`)).toEqual([
    ['x', 'ansi-green ansi-bold ansi-underline'],
    ['y', 'ansi-green ansi-underline'],
    ['z', 'ansi-underline'],
  ]);
});

test('a colour of many becomes the nearest of those that the page has', () => {
  expect(looks(`${ESC}[38;5;196mx`)).toEqual([['x', 'ansi-red']]);
  expect(looks(`${ESC}[38;2;20;200;220mx`)).toEqual([['x', 'ansi-cyan']]);
  expect(looks(`${ESC}[48;5;196;32mx`)).toEqual([['x', 'ansi-green']]);
});

test('what moves a cursor, names a window or turns the direction of writing is left out', () => {
  expect(plainText(`${ESC}[2K${ESC}[1Ga${ESC}]0;title\u0007b${ESC}]8;;https://x${ESC}\\c\u0000`)).toBe('abc');
  expect(looks('a\u202eb')).toEqual([['ab', '']]);
  expect(plainText('10 %\r50 %\r100 %\r')).toBe('100 %');
});

test('what is found stands in spans of its own, across colours too', () => {
  const spans = markFound(ansiSpans(`one t${ESC}[32mwo three`), 'TWO');
  expect(spans.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join('')).toBe('one [t][wo] three');
  expect(markFound(ansiSpans('none'), '').map(({ text }) => text)).toEqual(['none']);
});
