import { LIMITS } from '@dome/contracts';
import type { LockHolder, LockView } from '@dome/contracts';
import type { RunState } from '@dome/runs';
import { expect, test } from 'vitest';

import { lockWaits, waitTexts } from '../../src/services/lock-waits.ts';
import { runView } from '../../src/views/view.ts';
import { startRun } from '../world.ts';

const since = '2026-03-02T09:00:00.000Z';
const of = (jobId: string): LockHolder => ({ skill: 'deploy', runId: 'run-1', jobId, mode: 'exclusive', since });

async function atWork(): Promise<{ state: RunState; jobId: string }> {
  const world = await startRun({ answer: () => 'silence' });
  await world.pump();
  const state = world.state();
  const jobId = runView(state).tasks.find((task) => task.state === 'dispatched')?.jobId ?? '';
  return { state, jobId };
}

const lock = (jobId: string): LockView => ({ lock: 'a lock', holders: [of('h')], waiting: [of('first'), of(jobId)] });

test('a task whose job waits for a lock says so, and the run says it in words', async () => {
  const { state, jobId } = await atWork();
  const waits = await lockWaits(state, { locksOf: () => Promise.resolve([lock('another'), lock(jobId)]) });
  const waitsFor = { lock: 'a lock', mode: 'exclusive', since, before: 1, heldBy: [of('h')] };
  const { tasks } = runView(state, waits);
  expect(tasks.filter((task) => task.waitsFor !== undefined)).toMatchObject([{ jobId, waitsFor }]);
  const taskId = tasks.find((task) => task.jobId === jobId)?.taskId;
  expect(waitTexts(state, waits)).toEqual([`the lock a lock for ${taskId}, held by job h, 1 before it`]);
});

test('a runtime that is away, or silent, keeps nobody from reading a run', async () => {
  const { state } = await atWork();
  const away = { locksOf: () => Promise.reject(new Error('away')) };
  const silent = { locksOf: () => new Promise<readonly LockView[]>(() => undefined) };
  expect([await lockWaits(state, away), await lockWaits(state, silent)]).toEqual([new Map(), new Map()]);
});

test('waits that do not fit into the reply are left out', async () => {
  const { state, jobId } = await atWork();
  const large = { ...of('h'), skill: 'x'.repeat(LIMITS.messageBytes) };
  const view = { ...lock(jobId), holders: [large] };
  const waits = await lockWaits(state, { locksOf: () => Promise.resolve([view]) });
  expect(waits.size).toBe(1);
  expect(runView(state, waits)).toEqual(runView(state));
});
