import { expect, test } from 'vitest';

import type { LockHolder } from '@dome/contracts';

import { locksWaitedFor, placedAt } from '../../src/watch/current-waits.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import type { WatchedRun } from '../../src/watch/watched-run.ts';

const lock = 'a lock';
const holder = (jobId: string): LockHolder => ({
  skill: 'deploy',
  runId: 'run-1',
  jobId,
  mode: 'exclusive',
  since: '2026-03-02T09:00:00.000Z',
});
const waitsFor = { lock, mode: 'exclusive' as const, before: 5, heldBy: [holder('long-gone')] };
const run: WatchedRun = {
  ...unseenRun('run-1'),
  jobs: new Map([
    ['waits', { jobId: 'waits', waitsFor }],
    ['elsewhere', { jobId: 'elsewhere', waitsFor: { ...waitsFor, lock: 'another' } }],
    ['ended', { jobId: 'ended', waitsFor: { ...waitsFor, lock: 'of old' }, endedAtMs: 1 }],
    ['runs', { jobId: 'runs' }],
  ]),
};

test('the locks of a run are those that its jobs wait for now', () => {
  expect(locksWaitedFor(run)).toEqual([lock, 'another']);
});

test('a job that waits is shown with who holds the lock now, and how many are before it now', () => {
  const seen = { lock, holders: [holder('now')], waiting: [holder('first'), holder('waits')] };
  const shown = placedAt(run, seen);
  expect(shown.jobs.get('waits')?.waitsFor).toEqual({ ...waitsFor, before: 1, heldBy: [holder('now')] });
  for (const other of ['elsewhere', 'ended', 'runs']) expect(shown.jobs.get(other)).toBe(run.jobs.get(other));
  expect(placedAt(shown, seen)).toBe(shown);
});

test('a job without a place in a full queue is behind all who have one', () => {
  const shown = placedAt(run, { lock, holders: [holder('now')], waiting: [holder('first'), holder('second')] });
  expect(shown.jobs.get('waits')?.waitsFor).toEqual({ ...waitsFor, before: 2, heldBy: [holder('now')] });
});

test('a job that is about to start, or asks again, stays as the note said it', () => {
  expect(placedAt(run, { lock, holders: [holder('waits')], waiting: [holder('other')] })).toBe(run);
  expect(placedAt(run, { lock, holders: [], waiting: [] })).toBe(run);
});
