import { expect, test } from 'vitest';

import { createFold } from '../../src/watch/fold-in-order.ts';
import type { Message } from '../../src/watch/fold-event.ts';
import { endedAtMs, lastRound, unseenRun, watchedTasks } from '../../src/watch/watched-run.ts';
import { runId, story } from './run-story.ts';

const isOfJob = ({ event }: Message): boolean => event.type.startsWith('dev.dome.job.');

function takeAll(told: readonly Message[]) {
  const fold = createFold(runId);
  const steps = told.flatMap((one) => [...fold.take(one, false)]);
  return { run: fold.run, types: steps.map(({ event }) => event.type.replace('dev.dome.', '')) };
}

test('news of jobs that are read before the events of their run are shown after them, and lost in no case', () => {
  const inOrder = takeAll(story());
  const jobsFirst = takeAll([...story().filter(isOfJob), ...story().filter((one) => !isOfJob(one))]);
  expect(jobsFirst.types).toHaveLength(story().length);
  for (const round of [1, lastRound(inOrder.run)]) {
    expect(watchedTasks(jobsFirst.run, round)).toEqual(watchedTasks(inOrder.run, round));
  }
  const settled = watchedTasks(jobsFirst.run, 1).filter(({ state }) => state === 'settled');
  expect(settled.map(({ job }) => job?.attempt)).toMatchObject([{ worker: 'domed-1' }, { worker: 'domed-1' }]);
  expect(settled.map(endedAtMs)).not.toContain(undefined);
  const firstStart = jobsFirst.types.indexOf('job.started.v1');
  expect(jobsFirst.types[firstStart - 1]).toBe('run.tasks-dispatched.v1');
});

test('news of a job that its run never dispatched change nothing', () => {
  const { run, types } = takeAll(story().filter(isOfJob));
  expect({ run, types }).toEqual({ run: unseenRun(runId), types: [] });
});
