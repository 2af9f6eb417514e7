import { expect, test } from 'vitest';

import type { LockHolder } from '@dome/contracts';

import { withCurrentWaits } from '../../src/watch/current-waits.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import type { WatchedRun } from '../../src/watch/watched-run.ts';

const holder = (jobId: string): LockHolder => ({
  skill: 'deploy',
  runId: 'run-1',
  jobId,
  mode: 'exclusive',
  since: '2026-03-02T09:00:00.000Z',
});
const waitsFor = { lock: 'a lock', mode: 'exclusive' as const, before: 5, heldBy: [holder('long-gone')] };
const run: WatchedRun = {
  ...unseenRun('run-1'),
  jobs: new Map([
    ['waits', { jobId: 'waits', waitsFor }],
    ['ended', { jobId: 'ended', waitsFor, endedAtMs: 1 }],
    ['runs', { jobId: 'runs' }],
  ]),
};

test('a job that waits is shown with who holds the lock now, and how many are before it now', async () => {
  const asked: string[] = [];
  const shown = await withCurrentWaits(run, (lock) => {
    asked.push(lock);
    return Promise.resolve({ lock, holders: [holder('now')], waiting: [holder('first'), holder('waits')] });
  });
  expect(shown.jobs.get('waits')?.waitsFor).toEqual({ ...waitsFor, before: 1, heldBy: [holder('now')] });
  expect(shown.jobs.get('ended')).toBe(run.jobs.get('ended'));
  expect(asked).toEqual(['a lock']);
});

test('what the lock does not say stays as the note said it', async () => {
  const shown = await withCurrentWaits(run, () => Promise.resolve(undefined));
  expect(shown.jobs).toEqual(run.jobs);
});
