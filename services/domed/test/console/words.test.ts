import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseCommand } from '../../src/console/commands.ts';
import { createLineSplitter, cutToBytes } from '../../src/console/line-splitter.ts';
import { createMasks } from '../../src/console/masks.ts';

describe('the line splitter', () => {
  test('gives the same lines however the bytes are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '☃', '😀', '\n', '\r', '\r\n', ''), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (whole, sizes) => {
        const splitter = createLineSplitter();
        const bytes = Buffer.from(whole);
        const lines: string[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          // A copy that is overwritten: the splitter must not hold on to a buffer that the stream may reuse.
          const piece = Uint8Array.from(bytes.subarray(at, at + size));
          lines.push(...splitter.push(piece).map((line) => line.text));
          piece.fill(0);
          at += size;
        }
        lines.push(...splitter.end().map((line) => line.text));
        const expected = whole.split(/\r\n|\n|\r/);
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });

  test('cuts a long line between characters, says so, and continues with the next', () => {
    const splitter = createLineSplitter(10);
    const lines = splitter.push(Buffer.from('☃☃☃☃☃☃\nshort\n1234567890\n12345678901\n'));
    expect(lines).toEqual([
      { text: '☃☃☃', isTruncated: true },
      { text: 'short', isTruncated: false },
      { text: '1234567890', isTruncated: false },
      { text: '1234567890', isTruncated: true },
    ]);
  });

  test('replaces bytes that are not UTF-8, within the limit', () => {
    const splitter = createLineSplitter(10);
    const [line] = splitter.push(Buffer.from([0x61, ...Array.from({ length: 8 }, () => 0xff), 0x0a]));
    expect(line).toEqual({ text: 'a\uFFFD\uFFFD\uFFFD', isTruncated: true });
    expect(cutToBytes('😀😀', 7)).toEqual({ text: '😀', isTruncated: true });
  });
});

describe('a command', () => {
  test.each([
    ['::error file=a.js,line=3,title=T::m', { level: 'error', message: 'm', file: 'a.js', startLine: 3, title: 'T' }],
    ['::warning::100%25 of a%0Ab%3A', { level: 'warning', message: '100% of a\nb:' }],
    ['::notice file=a%3Ab%2Cc,line=x::m', { level: 'notice', message: 'm', file: 'a:b,c' }],
    ['::debug::', { level: 'debug', message: '' }],
  ])('%s is an annotation', (line, annotation) => {
    expect(parseCommand(line)).toEqual({ kind: 'annotation', annotation });
  });

  test.each([
    '::progress value=x::no',
    '::progress::no',
    '::group::g',
    '::set-output name=a::b',
    ':: error::no',
    ' ::error::no',
    '::error',
    '::stop-commands::',
  ])('%s is an ordinary line', (line) => expect(parseCommand(line)).toBeUndefined());

  test('of progress stays between 0 and 1', () => {
    expect(parseCommand('::progress value=7::x')).toEqual({ kind: 'progress', progress: { value: 1, text: 'x' } });
    expect(parseCommand('::progress value=-1::')).toEqual({ kind: 'progress', progress: { value: 0 } });
  });
});

test('masks hide longer values first, each line of a value, and never everything', () => {
  const masks = createMasks();
  masks.add('abc');
  masks.add('abcdef\n  line two ');
  masks.add(' ');
  expect(masks.apply('abcdef, abc, line two, x')).toBe('***, ***, ***, x');
});

test('of a value of several lines the short ones hide nothing, because they occur everywhere', () => {
  const masks = createMasks();
  masks.add('{\n  "key": "hunter2"\n}\n==\n');
  expect(masks.apply('f(x) { a = {}; } == "key": "hunter2"')).toBe('f(x) { a = {}; } == ***');
  masks.add('\nabc\n');
  expect(masks.apply('abc')).toBe('***');
});

test('masks hide the beginning of a value at the end of a text that was cut there', () => {
  const masks = createMasks();
  masks.add('hunter2');
  expect(masks.apply('password: hunt')).toBe('password: hunt');
  expect(masks.apply('password: hunt', true)).toBe('password: ***');
  expect(masks.apply('password: hunter2', true)).toBe('password: ***');
  expect(masks.apply('password: none', true)).toBe('password: none');
});

test('too many masks hide everything, because a value that is not kept might be anywhere', () => {
  const masks = createMasks();
  for (let index = 0; index < 1_024; index += 1) masks.add(`secret-${index}-`);
  expect(masks.apply('secret-7- and words')).toBe('*** and words');
  masks.add('one more');
  expect(masks.apply('words')).toBe('***');
});
