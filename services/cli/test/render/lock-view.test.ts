import { expect, test } from 'vitest';

import type { LockHolder } from '@dome/contracts';
import type { JobWait } from '@dome/runs';

import { lockTable, waitText } from '../../src/render/lock-view.ts';

const nowMs = Date.UTC(2026, 2, 2, 9);
const holder = (jobId: string, agoMs: number): LockHolder => ({
  skill: 'deploy',
  runId: 'run-1',
  jobId,
  mode: 'exclusive',
  since: new Date(nowMs - agoMs).toISOString(),
});

test('a wait says for which lock, for whom, for how long, and how many are before it', () => {
  const wait = {
    lock: 'repo:checkout',
    mode: 'exclusive',
    before: 2,
    heldBy: [holder('job-1', 12_000)],
  } satisfies JobWait;
  expect(waitText(wait, nowMs)).toBe('waits for lock repo:checkout, held by job job-1 for 12s, 2 before it');
  const shared = { ...wait, before: 0, heldBy: [holder('job-1', 12_000), holder('job-2', 1_000)] };
  expect(waitText(shared, nowMs)).toBe('waits for lock repo:checkout, held by job job-1 for 12s and 1 more');
  expect(waitText({ ...wait, before: 0, heldBy: [] }, nowMs)).toBe('waits for lock repo:checkout');
});

test('what a lock is called cannot write to the terminal', () => {
  const wait = { lock: 'repo\u001b[31m', mode: 'shared', before: 0, heldBy: [] } satisfies JobWait;
  expect(waitText(wait, nowMs)).not.toContain('\u001b');
});

test('the table has those who hold before those who wait', () => {
  const locks = [{ lock: 'repo', holders: [holder('job-1', 12_000)], waiting: [holder('job-2', 3_000)] }];
  const lines = lockTable(locks, { nowMs, width: 120 }).trimEnd().split('\n');
  expect(lines.map((line) => line.split(/\s{2,}/))).toEqual([
    ['LOCK', 'STATE', 'FOR', 'MODE', 'SKILL', 'JOB'],
    ['repo', 'holds', '12s', 'exclusive', 'deploy', 'job-1'],
    ['repo', 'waits, 0 before it', '3.0s', 'exclusive', 'deploy', 'job-2'],
  ]);
  expect(lockTable([], { nowMs, width: 120 })).toBe('No lock is held.\n');
});
