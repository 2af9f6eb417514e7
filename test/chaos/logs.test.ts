// The judge of logs is tested first: it detects each fault that the rounds look for.
import { cursorAt } from '@dome/contracts';
import type { LogStep } from '@dome/client';
import type { RawMessage } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createDice } from './dice.ts';
import { ShownLines, storedFaults, storedLines } from './logs.ts';

const record = (firstLine: number, text: string, attempt = 1): RawMessage => ({
  sequence: firstLine,
  subject: 'dome.log.run.job',
  timeMs: 0,
  body: { data: { jobId: 'job', attempt, firstLine, text } },
});
const faultsOf = (...records: RawMessage[]): string[] =>
  storedFaults(storedLines(records), { jobId: 'job', attempt: 1, count: 3 });

test('a complete log has no fault, whatever another attempt printed', () => {
  const whole = [record(1, 'line 1 of job\nline 2 of job'), record(3, 'line 3 of job')];
  expect(faultsOf(...whole, record(1, 'line 1 of job', 2))).toEqual([]);
});

test('a missing, doubled, invented or changed line is a fault', () => {
  expect(faultsOf(record(1, 'line 1 of job\nline 2 of job'))).toEqual(['job attempt 1: line 3 is stored 0 times']);
  expect(faultsOf(record(1, 'line 1 of job\nline 2 of job\nline 3 of job'), record(2, 'line 2 of job'))).toEqual([
    'job attempt 1: line 2 is stored 2 times',
  ]);
  expect(faultsOf(record(1, 'line 1 of job\nline 2 of job\nline 3 of job\nmore'))).toEqual([
    'job attempt 1: line 4 was never printed',
  ]);
  expect(faultsOf(record(1, 'line 1 of job\nline 3 of job\nline 2 of job'))).toHaveLength(2);
});

test('the lines shown to a reader are kept in the order of showing, with gaps', () => {
  const shown = new ShownLines();
  const place = { jobId: 'job', taskId: 'task', iteration: 1, attempt: 1, sequence: 1 };
  const lines = (firstLine: number, ...texts: string[]): LogStep => ({
    items: [{ kind: 'lines', ...place, stream: 'stdout', firstLine, lines: texts, isTruncated: false, timeMs: 0 }],
    cursor: cursorAt(2),
  });
  shown.take(lines(2, 'b'));
  shown.take(lines(1, 'a'));
  shown.take({ items: [{ kind: 'gap', ...place, from: 3, to: 4 }], cursor: cursorAt(3) });
  expect(shown.of('job', 1)).toEqual(['b', 'a']);
  expect(shown.gaps).toEqual(['job 1 3-4']);
});

test('a seed repeats its numbers, and another seed gives others', () => {
  const throws = (seed: number): number[] => {
    const dice = createDice(seed);
    return Array.from({ length: 50 }, () => dice.between(1, 6));
  };
  expect(throws(7)).toEqual(throws(7));
  expect(throws(7)).not.toEqual(throws(8));
  expect(new Set(throws(7))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
});
