// What is said of a run whose jobs wait for a lock.
import type { LockHolder, LockView } from '@dome/contracts';
import { fold, runSummary } from '@dome/runs';
import type { JobActivity } from '@dome/runs';
import { releaseSubmitted } from '@dome/testkit';
import { expect, test } from 'vitest';

import { heldSummary, holderTask, holdsOf, openJobs, seenWaits, seenWaitText } from '../src/state/held-runs.ts';
import { runId, sent, stored } from './run-story.ts';

const holder = (owner: string, jobId = `${owner}_index_1`): LockHolder => ({
  skill: 'deploy',
  runId: owner,
  jobId,
  mode: 'exclusive',
  since: '2026-03-02T09:00:00.000Z',
});

const state =
  fold([
    stored(1, 'dev.dome.run.submitted.v1', releaseSubmitted(runId)),
    stored(2, 'dev.dome.run.iteration-started.v1', { iteration: 1 }),
    stored(3, 'dev.dome.run.wave-started.v1', { iteration: 1, wave: 1, purpose: 'check', tasks: ['test', 'pack'] }),
    sent(4, 'test', 1),
    sent(5, 'pack', 1),
  ]) ?? expect.fail('there is no run');
const run = { state, summary: runSummary(state), events: [] };
const jobs = openJobs(state).map(({ jobId }) => jobId);

const waiting = (jobId: string): JobActivity => ({
  jobId,
  waitsFor: { lock: 'search-index', mode: 'exclusive', before: 4, heldBy: [holder('release-first234')] },
});
const lock: LockView = {
  lock: 'search-index',
  holders: [holder('release-now23456'), holder('other-run23456', 'j-abc')],
  waiting: [holder('release-next2345'), holder(runId, jobs[0])],
};

test('its open jobs are named with the skill of each, and those of a finished run are over', () => {
  expect(openJobs(state)).toEqual([
    { taskId: 'test', skill: 'node-test', runId, jobId: `${runId}_test_1` },
    { taskId: 'pack', skill: 'pack', runId, jobId: `${runId}_pack_1` },
  ]);
  const ended = fold([stored(6, 'dev.dome.run.finished.v1', { result: 'failure', record: [] })], state);
  expect(openJobs(ended ?? expect.fail('there is no run'))).toEqual([]);
});

test('whoever may ask reads who holds the lock now, the others who held it when the wait began', () => {
  const [asked, noted] = [seenWaits([waiting(jobs[0] ?? '')], [lock]), seenWaits([waiting(jobs[0] ?? '')], undefined)];
  expect([...asked.values()].map(seenWaitText)).toEqual([
    'lock search-index, held by release-now23456/index and 1 more, 1 before it',
  ]);
  expect([...noted.values()].map(seenWaitText)).toEqual([
    'lock search-index, held by release-first234/index when the wait began',
  ]);
  expect(seenWaits([{ jobId: 'runs' }, { ...waiting('over'), endedAtMs: 1 }], [lock]).size).toBe(0);
});

test('a run waits while all that was sent waits, and runs while something of it does', () => {
  expect(run.summary).toMatchObject({ state: 'executing', waitingFor: 'the end of test, pack' });
  expect(heldSummary(run, new Map())).toBe(run.summary);
  const some = heldSummary(run, seenWaits([waiting(jobs[0] ?? '')], undefined));
  expect(some).toMatchObject({
    state: 'executing',
    waitingFor: 'lock search-index, held by release-first234/index when the wait began; the end of pack',
  });
  const all = heldSummary(
    run,
    seenWaits(jobs.map(waiting), [{ ...lock, holders: [], waiting: [holder(runId, jobs[1])] }]),
  );
  expect(all).toMatchObject({
    state: 'waiting',
    waitingFor: expect.stringContaining('lock search-index, nobody before it'),
  });
});

test('a run that holds a lock is told with it', () => {
  const own = { ...lock, holders: [holder(runId), holder(runId, 'j-abc')] };
  expect(holdsOf(state, [lock, own])).toEqual([
    { task: 'index', lock: own },
    { task: 'job j-abc', lock: own },
  ]);
});

test('a holder is a task of its run, or a job that no plan made', () => {
  expect([holderTask(holder(runId)), holderTask(holder(runId, 'j-abc'))]).toEqual(['index', undefined]);
});
