import type { TaskView } from '@dome/contracts';
import { expect, test } from 'vitest';

import { createSelection, isChorus, jobsMeant } from '../../src/reading/log-selection.ts';
import { logGap, logLines, textsOf } from './log-items.ts';

const view = (taskId: string, iteration: number, result?: TaskView['result']): TaskView => ({
  taskId,
  iteration,
  skill: taskId,
  purpose: 'check',
  state: result === undefined ? 'pending' : 'settled',
  ...(result === undefined ? {} : { result, jobId: `job-${taskId}-${iteration}` }),
});
const tasks = [view('lint', 1, 'success'), view('test', 1, 'failure'), view('test', 2, 'success'), view('pack', 2)];
const all = { isFailed: false };

test('lines are chosen by task, iteration, time and pattern, and keep their numbers', () => {
  const items = [
    logLines(['one', 'two', 'three'], { firstLine: 5 }),
    logLines(['later'], { iteration: 2, timeMs: 9_000 }),
    logLines(['other'], { taskId: 'lint' }),
  ];
  const texts = (of: object): string[] => textsOf(createSelection({ ...all, ...of })(items));
  expect(texts({})).toEqual(['one', 'two', 'three', 'later', 'other']);
  expect(texts({ task: 'test' })).toEqual(['one', 'two', 'three', 'later']);
  expect(texts({ task: 'test', iteration: 1 })).toEqual(['one', 'two', 'three']);
  expect(texts({ sinceMs: 5_000 })).toEqual(['later']);
  expect(createSelection({ ...all, pattern: /^t/u })(items)).toMatchObject([
    { firstLine: 6, lines: ['two'] },
    { firstLine: 7, lines: ['three'] },
  ]);
});

test('a line that was cut is still marked when its neighbours are not chosen', () => {
  const item = logLines(['short', 'a much longer line', 'also short'], { isTruncated: true });
  expect(createSelection({ ...all, pattern: /s/u })([item]).map(({ kind, ...one }) => [kind, one])).toMatchObject([
    ['lines', { lines: ['short'], isTruncated: false }],
    ['lines', { lines: ['also short'], isTruncated: false }],
  ]);
  expect(createSelection({ ...all, pattern: /longer/u })([item])).toMatchObject([{ isTruncated: true }]);
});

test('a pattern hides no gap', () => {
  expect(createSelection({ ...all, pattern: /nothing/u })([logLines(['x']), logGap])).toEqual([logGap]);
});

test('failed tasks are those that ended badly, in the iteration in which they did', () => {
  expect(jobsMeant(tasks, all)).toBeUndefined();
  expect([...(jobsMeant(tasks, { isFailed: true }) ?? [])]).toEqual(['job-test-1']);
  expect(jobsMeant(tasks, { isFailed: true, iteration: 2 })?.size).toBe(0);
  const chosen = createSelection({ isFailed: true }, new Set(['job-test-1']));
  expect(textsOf(chosen([logLines(['bad'], { jobId: 'job-test-1' }), logLines(['good'])]))).toEqual(['bad']);
});

test('lines say whose they are only where several tasks may speak', () => {
  expect(isChorus(tasks, all)).toBe(true);
  expect(isChorus(tasks, { ...all, task: 'test' })).toBe(false);
  expect(isChorus(tasks, { isFailed: true })).toBe(false);
  expect(isChorus([view('test', 1, 'failure'), view('test', 2)], all)).toBe(false);
  // One that has not begun may speak before the follower ends.
  expect(isChorus([view('test', 1, 'success'), view('pack', 1)], all)).toBe(true);
});
