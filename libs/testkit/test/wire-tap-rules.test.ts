// The rules of runs and logs on their own: what may follow what, and which lines there are.
import { expect, test } from 'vitest';

import type { AnyEvent } from '@dome/contracts';

import { checkLog } from '../src/wire-tap-job-chain.ts';
import type { TappedEvent } from '../src/wire-tap-job-chain.ts';
import { undeclaredMembers } from '../src/wire-tap-members.ts';
import { checkRun } from '../src/wire-tap-run-chain.ts';
import { exampleEvent } from './wire-story.ts';

const of = (phase: string, change: object = {}): AnyEvent => {
  const type = `dev.dome.run.${phase}.v1` as 'dev.dome.run.finished.v1';
  const event = exampleEvent(type);
  return { ...event, data: { ...event.data, ...change } };
};

const decided = (status: string, iteration = 1): AnyEvent => {
  const { decision } = exampleEvent('dev.dome.run.gate-decided.v1').data;
  return of('gate-decided', { iteration, decision: { ...decision, status, iteration } });
};

const begun = [of('submitted'), of('iteration-started'), of('wave-started'), of('tasks-dispatched')];
const asks = [decided('NEEDS_HUMAN', 2), of('approval-requested')];
const whole = [...begun, of('tasks-settled'), decided('APPROVE'), of('finished')];

test('a legal run has no finding', () => {
  expect(checkRun(whole, { ended: true })).toEqual([]);
  const asked = [
    ...begun,
    ...asks,
    of('approval-given'),
    of('approval-withdrawn'),
    of('approval-reminded'),
    of('approval-given'),
    decided('APPROVE', 2),
  ];
  expect(checkRun([...asked, of('promotion-decided'), of('finished')], { ended: true })).toEqual([]);
});

test.each([
  ['it begins in the middle', whole.slice(1), 'it begins with dev.dome.run.iteration-started.v1'],
  ['it is submitted twice', [of('submitted'), ...whole], 'it is submitted twice'],
  ['it goes on after its end', [...whole, of('cancel-requested')], 'after the run finished'],
  ['it has no end', begun, 'the run has no end'],
  ['an iteration is left out', [of('submitted'), of('iteration-started', { iteration: 2 })], 'iteration 2 follows 0'],
  ['a wave starts twice', [...begun, of('wave-started')], 'wave 1 of iteration 1 starts out of order'],
  ['tasks of no wave', [of('submitted'), of('iteration-started'), of('tasks-dispatched')], 'has not started'],
  ['a task is dispatched twice', [...begun, of('tasks-dispatched')], 'is dispatched twice'],
  ['a task is settled twice', [...whole.slice(0, 5), of('tasks-settled')], 'test 1 is settled twice'],
  ['a task nobody dispatched', [...begun.slice(0, 3), of('tasks-settled')], 'which was not dispatched'],
  ['a gate is decided twice', [...begun, decided('REJECT'), decided('APPROVE')], 'quality 1 is decided twice'],
  ['people are asked about nothing', [...begun, of('approval-requested')], 'quality 2, which does not wait'],
  ['a vote nobody asked for', [...begun, of('approval-given')], 'which nobody was asked about'],
  ['a second vote', [...begun, ...asks, of('approval-given'), of('approval-given')], 'grace votes twice on quality 2'],
  ['a withdrawal of nothing', [...begun, ...asks, of('approval-withdrawn')], 'on quality 2 that does not stand'],
  [
    'a reminder that comes twice',
    [...begun, ...asks, of('approval-reminded'), of('approval-reminded')],
    'reminder 1 of quality 2 follows 1',
  ],
  [
    'a vote after the deadline',
    [...begun, ...asks, of('approval-expired'), of('approval-given')],
    'approval-given.v1 for quality 2 after its deadline',
  ],
  [
    'a vote on what is decided',
    [...begun, ...asks, decided('REJECT', 2), of('approval-given')],
    'approval-given.v1 for quality 2, which is decided',
  ],
  [
    'promotion before the people',
    [...begun, decided('NEEDS_HUMAN', 2), of('promotion-decided')],
    'while quality waits',
  ],
])('%s', (_what, events, finding) => {
  expect(checkRun(events, { ended: true }).join('\n')).toContain(finding);
});

const chunk = (firstLine: number, text: string, sequence: number): TappedEvent => {
  const event = exampleEvent('dev.dome.job.log.v1');
  const lineCount = text.split('\n').length;
  return { event: { ...event, data: { ...event.data, firstLine, lineCount, text } }, sequence };
};
const marker = (lines: number, sequence: number): TappedEvent => {
  const event = exampleEvent('dev.dome.job.log-ended.v1');
  return { event: { ...event, data: { ...event.data, lines } }, sequence };
};
const cut = (fromLine: number, lost: number, at: TappedEvent): TappedEvent => {
  const truncated = { fromLine, lines: lost, bytes: lost * 2, reason: 'limit' };
  return { ...at, event: { ...at.event, data: { ...at.event.data, truncated } } as AnyEvent };
};
const terminal = (endSequence: number): AnyEvent => {
  const event = exampleEvent('dev.dome.job.failed.v1');
  const { logs } = event.data;
  return { ...event, data: { ...event.data, ...(logs === undefined ? {} : { logs: { ...logs, endSequence } }) } };
};

test('a complete log, in whatever order it was stored, has no finding', () => {
  expect(checkLog([chunk(3, 'c', 1), chunk(1, 'a\nb', 2), marker(3, 3)], terminal(3))).toEqual([]);
  // A superseded attempt may end without a marker.
  expect(checkLog([chunk(1, 'a', 1)], undefined)).toEqual([]);
});

test('a log that says where it was cut has no finding, nor has a terminal without a marker that says so', () => {
  expect(checkLog([chunk(1, 'a\nthe log is cut', 1), cut(3, 7, marker(9, 3))], terminal(3))).toEqual([]);
  // Lines sent before the cut, and not refused, may be stored behind it.
  expect(checkLog([chunk(1, 'a', 1), chunk(3, 'c', 2), cut(2, 1, marker(3, 3))], terminal(3))).toEqual([]);
  const event = exampleEvent('dev.dome.job.failed.v1');
  const { digest = '' } = event.data.logs ?? {};
  const truncated = { fromLine: 2, lines: 4, bytes: 9, reason: 'no-room' } as const;
  const logs = { lines: 5, bytes: 11, digest, truncated };
  expect(checkLog([chunk(1, 'a', 1)], { ...event, data: { ...event.data, logs } })).toEqual([]);
});

test.each([
  ['a line before the cut is missing', [chunk(2, 'b', 1), cut(3, 7, marker(9, 3))], 'lines 1 to 1 are missing'],
  ['more is missing than was cut', [chunk(1, 'a', 1), cut(2, 1, marker(9, 3))], '9 lines and 1 that are not stored'],
  ['a line is missing', [chunk(1, 'a', 1), chunk(3, 'c', 2), marker(3, 3)], 'lines 2 to 2 are missing'],
  ['a line is there twice', [chunk(1, 'a\nb', 1), chunk(2, 'b', 2), marker(2, 3)], 'line 2 is there twice'],
  ['the marker counts others', [chunk(1, 'a', 1), marker(2, 3)], 'counts 2 lines, there are 1'],
  ['two markers', [marker(0, 2), marker(0, 3)], 'two end markers'],
  ['the terminal names another', [chunk(1, 'a', 1), marker(1, 2)], 'the end marker is 2, the terminal says 3'],
  ['the terminal names none', [chunk(1, 'a', 1)], 'names the end marker 3, and there is none'],
])('%s', (_what, records, finding) => {
  expect(checkLog(records, terminal(3)).join('\n')).toContain(finding);
});

test('members are found at any depth, and free objects stay free', () => {
  const { data } = exampleEvent('dev.dome.job.failed.v1');
  expect(undeclaredMembers('job/failed.v1.json', data)).toEqual([]);
  const { provenance, problem } = data;
  const builder = { ...provenance.builder, mood: 'good' };
  const planted = {
    ...data,
    output: { anything: { goes: true } },
    problem: { ...problem, hnit: '' },
    provenance: { ...provenance, builder },
  };
  expect(undeclaredMembers('job/failed.v1.json', planted).toSorted()).toEqual([
    '/problem/hnit',
    '/provenance/builder/mood',
  ]);
});

test('a value that an open enum does not list is not one that a plane of ours sends', () => {
  const { data } = exampleEvent('dev.dome.job.started.v1');
  const planted = { ...data, worker: { ...data.worker, guard: 'landlock' } };
  expect(undeclaredMembers('job/started.v1.json', planted)).toEqual(['/worker/guard']);
});
