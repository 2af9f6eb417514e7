// Cancel is idempotent and has one of four outcomes, whatever the state of the job; exactly one of start and cancel wins.
import { awaitTerminal, eventually, processesOf } from '@dome/testkit';
import type { Daemon } from '@dome/testkit';
import type { ExecuteRequest } from '@dome/client';
import type { JobCancelReply } from '@dome/contracts';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf, phasesOf } from './chains.ts';
import type { JobEvents } from './chains.ts';
import { hasSpoken, jobOf, openStage, submit } from './stage.ts';
import type { Stage } from './stage.ts';

const openCancelStage = (): Promise<Stage> =>
  openStage({ skills: ['echo', 'sleep', 'ignore-sigterm'], ackWaitMs: 3_000 });

const napOf = (key: string, seconds: number): ExecuteRequest => jobOf({ skill: 'sleep', key, input: { seconds } });
const readEvents = async ({ raw }: Stage): Promise<JobEvents> => jobEventsOf(await raw.read('JOB_EVENTS'));
const hasStarted = (stage: Stage, jobId: string): Promise<unknown> =>
  eventually(async () => phasesOf(await readEvents(stage), jobId).includes('started'));
const settled = (stage: Stage): Promise<unknown> =>
  eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });

function cancel(stage: Stage, jobId: string, skill = 'sleep'): Promise<JobCancelReply> {
  return stage.runtime.jobs.cancel({
    skill,
    runId: 'e2e-aaaaaaaa',
    jobId,
    taskId: 'task',
    iteration: 1,
    reason: 'the test says so',
  });
}

test('before it is submitted: the job never starts, and its command finds the terminal', async () => {
  await using stage = await openCancelStage();
  await stage.daemon();
  expect(await cancel(stage, 'early')).toMatchObject({ jobId: 'early', outcome: 'not_started' });
  await submit(stage, napOf('early', 0));
  await settled(stage);
  const events = await readEvents(stage);
  expect(chainsOf(events, 'early')).toMatchObject([[{ phase: 'canceled', data: { outcome: 'not_started' } }]]);
  expect(await cancel(stage, 'early')).toMatchObject({ outcome: 'not_started' });
  expect(findingsOf(events)).toEqual([]);
});

test('queued: it is taken out of the work queue without a start', async () => {
  await using stage = await openCancelStage();
  await stage.daemon({ slots: 1 });
  await submit(stage, napOf('first', 60));
  await hasSpoken(stage, 'first');
  await submit(stage, napOf('second', 0));
  expect(await cancel(stage, 'second')).toMatchObject({ outcome: 'not_started' });
  expect(await cancel(stage, 'first')).toMatchObject({ outcome: 'stopped_clean' });
  await settled(stage);
  const events = await readEvents(stage);
  expect(phasesOf(events, 'second')).toEqual(['canceled']);
  expect(phasesOf(events, 'first')).toEqual(['started', 'canceled']);
});

test('running: it is asked to stop, and killed with all that it started if it does not', async () => {
  await using stage = await openCancelStage();
  const daemon = await stage.daemon();
  await submit(stage, napOf('willing', 60));
  await submit(stage, jobOf({ skill: 'ignore-sigterm', key: 'stubborn', input: { mark: 'mark-of-stubborn' } }));
  // Their first lines say that each is ready for the signal; a launcher, which has the mark too, would just obey it.
  for (const jobId of ['willing', 'stubborn']) await hasSpoken(stage, jobId);
  expect(processesOf('mark-of-stubborn').length).toBeGreaterThanOrEqual(2);

  expect(await cancel(stage, 'willing')).toMatchObject({ outcome: 'stopped_clean', phase: 'canceled' });
  expect(await cancel(stage, 'stubborn', 'ignore-sigterm')).toMatchObject({ outcome: 'killed', phase: 'canceled' });
  await eventually(() => processesOf('mark-of-stubborn').length === 0);
  await settled(stage);
  const events = await readEvents(stage);
  expect(chainsOf(events, 'willing')).toMatchObject([
    [{ phase: 'started' }, { phase: 'canceled', data: { reason: 'the test says so', attempt: 1 } }],
  ]);
  expect(events.notes.map(({ jobId, note }) => `${jobId} ${note}`).toSorted()).toEqual([
    'stubborn cancel-requested',
    'willing cancel-requested',
  ]);
  expect(await cancel(stage, 'willing')).toMatchObject({ outcome: 'stopped_clean' });
  expect(findingsOf(events)).toEqual([]);
  await daemon.stop();
});

test('of a job whose daemon is dead: another one ends it as killed, and it never runs again', async () => {
  await using stage = await openCancelStage();
  const doomed: Daemon = await stage.daemon({ instance: 'doomed' });
  await submit(stage, napOf('orphan', 60));
  await hasStarted(stage, 'orphan');
  await stage.daemon({ instance: 'heir' });
  await doomed.kill('SIGKILL');

  // What the broker handed to the dead one before it saw the end is answered by nobody, and asked again.
  const first = await eventually(() => cancel(stage, 'orphan'), { timeoutMs: 20_000 });
  expect(['pending', 'killed']).toContain(first.outcome);
  const ended = await awaitTerminal(stage.runtime, { jobId: 'orphan' }, { timeoutMs: 10_000 });
  expect(ended.event).toMatchObject({ type: 'dev.dome.job.canceled.v1', data: { outcome: 'killed' } });
  await settled(stage);
  expect(await cancel(stage, 'orphan')).toMatchObject({ outcome: 'killed' });
  const events = await readEvents(stage);
  expect(phasesOf(events, 'orphan')).toEqual(['started', 'canceled']);
  expect(findingsOf(events)).toEqual([]);
});

test('after the end: what finished first stays, and nothing is written', async () => {
  await using stage = await openCancelStage();
  await stage.daemon();
  const { jobId } = await submit(stage, jobOf({ skill: 'echo', key: 'over', input: { text: 'hello' } }));
  await awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 10_000 });
  await settled(stage);
  const before = await stage.raw.count('JOB_EVENTS');
  expect(await cancel(stage, 'over', 'echo')).toMatchObject({ outcome: 'finished_first', phase: 'succeeded' });
  expect(await cancel(stage, 'over', 'echo')).toMatchObject({ outcome: 'finished_first' });
  expect(await stage.raw.count('JOB_EVENTS')).toBe(before);
});

test('of a job that the key does not identify: not found, and nothing is written', async () => {
  await using stage = await openCancelStage();
  await stage.daemon();
  await submit(stage, napOf('owned', 60));
  await hasSpoken(stage, 'owned');
  await expect(cancel(stage, 'owned', 'echo')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const untouched = await readEvents(stage);
  expect(phasesOf(untouched, 'owned')).toEqual(['started']);
  expect(untouched.notes).toEqual([]);
  expect(await cancel(stage, 'owned')).toMatchObject({ outcome: 'stopped_clean' });
  await settled(stage);
  const events = await readEvents(stage);
  expect(phasesOf(events, 'owned')).toEqual(['started', 'canceled']);
  expect(events.notes).toMatchObject([{ jobId: 'owned', note: 'cancel-requested' }]);
});
