import type { LogItem } from '@dome/client';
import { expect, test } from 'vitest';

import { lineRefText, LogBook, parseLineRef } from '../src/state/log-book.ts';

const place = { jobId: 'j', taskId: 'test', iteration: 1, attempt: 1, sequence: 1 };
const lines = (sequence: number, firstLine: number, texts: readonly string[], attempt = 1): LogItem => ({
  ...place,
  kind: 'lines',
  sequence,
  attempt,
  stream: 'stdout',
  firstLine,
  lines: texts,
  isTruncated: false,
  timeMs: 1_000,
});
const bookOf = (...items: readonly LogItem[]): LogBook => {
  const book = new LogBook();
  book.take(items);
  return book;
};
const seen = ({ groups, texts }: LogBook): (string | undefined)[] =>
  Array.from({ length: groups.seen(texts.length) }, (_, at) => texts[groups.rowOf(at)]);

test('each row knows its line and its record, and a gap and a later attempt have rows of their own', () => {
  const gap: LogItem = { ...place, kind: 'gap', from: 3, to: 9, sequence: 12 };
  const book = bookOf(lines(10, 1, ['a', 'b']), gap, lines(12, 10, ['c']), lines(20, 1, ['again'], 2));
  expect(book.texts).toEqual([
    'a',
    'b',
    expect.stringContaining('Lines 3 to 9 are missing'),
    'c',
    'Attempt 2',
    'again',
  ]);
  expect(book.row(1)).toMatchObject({ kind: 'lines', sequence: 10, line: 2 });
  expect(book.row(3)).toMatchObject({ kind: 'lines', sequence: 12, line: 10, attempt: 1 });
  expect(book.row(4)).toMatchObject({ kind: 'turn', attempt: 2 });
  expect(book.lineCount).toBe(4);
});

test('a line is found by the sequence of its record, and by its number where the record has several', () => {
  const book = bookOf(lines(10, 1, ['a', 'b']), lines(11, 3, ['c']));
  expect(book.find({ sequence: 11 })).toBe(2);
  expect(book.find({ sequence: 10, line: 2 })).toBe(1);
  expect(book.find({ sequence: 10, line: 3 })).toBeUndefined();
  expect(book.findLine(1, 3)).toBe(2);
  expect(parseLineRef(lineRefText({ sequence: 10, line: 2 }))).toEqual({ sequence: 10, line: 2 });
  expect([parseLineRef('10'), parseLineRef('x'), parseLineRef(undefined)]).toEqual([
    { sequence: 10 },
    undefined,
    undefined,
  ]);
});

test('a group that was closed is folded, and an open one is not', () => {
  const book = bookOf(
    lines(1, 1, ['before', '::group::Install', 'x', 'y', '::endgroup::', 'after', '::group::Test', 'z']),
  );
  expect(seen(book)).toEqual(['before', '::group::Install', 'after', '::group::Test', 'z']);
  expect(book.groups.at(1)).toEqual({ isFolded: true, rows: 3, isOpen: false });
  book.groups.reveal(3);
  expect(seen(book)).toEqual(book.texts);
  book.groups.toggle(1);
  expect(book.groups.placeOf(3)).toBe(1);
  expect(book.groups.placeOf(5)).toBe(2);
  book.take([lines(2, 1, ['next'], 2)]);
  // A group that its attempt left open is where something broke.
  expect(seen(book)).toEqual(['before', '::group::Install', 'after', '::group::Test', 'z', 'Attempt 2', 'next']);
  expect(book.groups.at(6)).toEqual({ isFolded: false, rows: 1, isOpen: false });
});

test('a finding gives its line a level, whichever of the two came first', () => {
  const annotation = { ...place, epoch: 1, runId: 'r', line: 2, level: 'warning' as const, message: 'm' };
  const book = bookOf({ ...place, kind: 'annotation', annotation }, lines(1, 1, ['a', 'b']));
  expect([book.row(0).level, book.row(1).level]).toEqual([undefined, 'warning']);
  expect(book.annotations).toEqual([annotation]);
});
