import fc from 'fast-check';
import { expect, test } from 'vitest';

import { eventOf, cursorAt } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';

import { createLogOrder } from '../src/log-order.ts';
import type { LogItem, LogOrder } from '../src/log-order.ts';

const job = { runId: 'run-a', taskId: 'test', iteration: 1, jobId: 'run-a_test_1' };
const digest = `sha256:${'0'.repeat(64)}`;
const common = { source: '/domed/d1', subject: job.jobId, timeMs: 0, runId: job.runId, id: 'x' };

// oxlint-disable-next-line max-params -- a row of a table reads best on one line
function chunk(firstLine: number, lineCount: number, attempt = 1, jobId = job.jobId): AnyEvent {
  const text = Array.from({ length: lineCount }, (_, index) => `line ${firstLine + index}`).join('\n');
  const place = { ...job, jobId, attempt, epoch: attempt };
  return eventOf({
    ...common,
    type: 'dev.dome.job.log.v1',
    data: { ...place, firstLine, lineCount, stream: 'stdout', text },
  }) as AnyEvent;
}

function marker(lines: number, attempt = 1): AnyEvent {
  const data = { ...job, attempt, epoch: attempt, lines, bytes: 0, digest };
  return eventOf({ ...common, type: 'dev.dome.job.log-ended.v1', data }) as AnyEvent;
}

/** Lines by number, gaps as `from-to`, the marker as its count. */
function shown(items: readonly LogItem[]): string {
  const words = items.map((item) => {
    switch (item.kind) {
      case 'lines':
        return item.lines.map((line) => line.replace('line ', '')).join(' ');
      case 'gap':
        return `gap ${item.from}-${item.to}`;
      case 'ended':
        return `end ${item.ended.lines}`;
      case 'annotation':
      case 'progress':
        return item.kind;
    }
  });
  return words.join(' ');
}

function feed(order: LogOrder, records: readonly AnyEvent[], from = 1): string[] {
  return records.map((record, index) => shown(order.accept(record, from + index)));
}

test('lines in turn are shown at once, an early chunk waits for its turn', () => {
  const order = createLogOrder(cursorAt(1));
  expect(feed(order, [chunk(1, 2), chunk(5, 1), chunk(3, 2), marker(5)])).toEqual(['1 2', '', '3 4 5', 'end 5']);
});

test('while a chunk waits the cursor stays before it, and nothing stored later is shown', () => {
  const order = createLogOrder(cursorAt(1));
  const other = chunk(1, 1, 1, 'run-a_lint_1');
  expect(feed(order, [chunk(1, 1), chunk(3, 1), other], 10)).toEqual(['1', '', '']);
  expect(order.cursor).toBe(11);
  order.accept(chunk(2, 1), 13);
  expect(order.cursor).toBe(14);
});

test('lines already seen are dropped, also those in a part of a chunk', () => {
  const order = createLogOrder(cursorAt(1));
  expect(feed(order, [chunk(1, 3), chunk(1, 3), chunk(2, 3), marker(4)])).toEqual(['1 2 3', '', '4', 'end 4']);
});

test('a lasting hole is reported as a gap, so that other jobs continue', () => {
  const order = createLogOrder(cursorAt(1));
  const late = { ...chunk(2, 1, 1, 'run-a_lint_1'), time: new Date(15_001).toISOString() };
  const records = [chunk(1, 1, 1, 'run-a_lint_1'), chunk(1, 1), chunk(3, 1), late];
  expect(feed(order, records)).toEqual(['1', '1', '', '2 gap 2-2 3']);
});

test('the end marker shows what is missing, before and after what was held', () => {
  const order = createLogOrder(cursorAt(1));
  expect(feed(order, [chunk(1, 1), chunk(4, 1), marker(6)])).toEqual(['1', '', 'gap 2-3 4 gap 5-6 end 6']);
});

test('a later attempt ends the waiting for the one before', () => {
  const order = createLogOrder(cursorAt(1));
  expect(feed(order, [chunk(1, 1), chunk(3, 1), chunk(1, 1, 2)])).toEqual(['1', '', 'gap 2-2 3 1']);
});

test('lines that an earlier reader was shown, even early ones, are not shown again', () => {
  const order = createLogOrder(cursorAt(11));
  order.begin(job.jobId, 1, [
    { firstLine: 1, lineCount: 2 },
    { firstLine: 5, lineCount: 2 },
  ]);
  expect(feed(order, [chunk(3, 2), chunk(7, 1), marker(7)], 11)).toEqual(['3 4', '7', 'end 7']);
});

test('in any order of storing, with repetitions, every line is shown once and in order', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.nat()), (lengths, randoms) => {
      let next = 1;
      const chunks = lengths.map((length) => {
        next += length;
        return chunk(next - length, length);
      });
      const draws = [...randoms.take(chunks.length * 2)];
      const stored = [...chunks, ...chunks]
        .map((record, index) => ({ record, rank: draws[index] ?? 0 }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ record }) => record);
      const all = feed(createLogOrder(cursorAt(1)), [...stored, marker(next - 1)])
        .join(' ')
        .trim();
      const numbers = Array.from({ length: next - 1 }, (_, index) => index + 1).join(' ');
      expect(all.replaceAll(/\s+/g, ' ')).toBe(`${numbers} end ${next - 1}`);
    }),
  );
});

test('two readers, the second from the cursor of the first, see together what one would have seen', () => {
  const order = [chunk(1, 2), chunk(5, 2), chunk(3, 2), chunk(9, 1), chunk(7, 2), marker(9)];
  for (let stop = 0; stop <= order.length; stop++) {
    const first = createLogOrder(cursorAt(1));
    const before = feed(first, order.slice(0, stop)).join(' ');
    const second = createLogOrder(first.cursor);
    const seen = order
      .slice(0, first.cursor - 1)
      .flatMap((record) => ('firstLine' in record.data ? [record.data] : []));
    second.begin(job.jobId, 1, seen);
    const after = feed(second, order.slice(first.cursor - 1), first.cursor).join(' ');
    expect(`${before} ${after}`.replaceAll(/\s+/g, ' ').trim()).toBe('1 2 3 4 5 6 7 8 9 end 9');
  }
});
