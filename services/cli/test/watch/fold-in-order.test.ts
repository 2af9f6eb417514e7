import { expect, test } from 'vitest';

import { createFold } from '../../src/watch/fold-in-order.ts';
import { emptyRun } from '../../src/watch/run-model.ts';
import { runId, story } from './run-story.ts';
import type { Told } from './run-story.ts';

const isOfJob = ({ event }: Told): boolean => event.type.startsWith('dev.dome.job.');

function takeAll(told: readonly Told[]) {
  const fold = createFold(runId);
  const steps = told.flatMap((one) => [...fold.take(one, false)]);
  return { run: fold.run, types: steps.map(({ event }) => event.type.replace('dev.dome.', '')) };
}

test('news of jobs that are read before the events of their run are shown after them, and lost in no case', () => {
  const inOrder = takeAll(story());
  const jobsFirst = takeAll([...story().filter(isOfJob), ...story().filter((one) => !isOfJob(one))]);
  expect(jobsFirst.types).toHaveLength(story().length);
  for (const task of inOrder.run.tasks) {
    const same = jobsFirst.run.tasks.find((one) => one.taskId === task.taskId && one.iteration === task.iteration);
    expect([same?.startedAtMs, same?.worker, same?.state]).toEqual([task.startedAtMs, task.worker, task.state]);
  }
  const firstStart = jobsFirst.types.indexOf('job.started.v1');
  expect(jobsFirst.types[firstStart - 1]).toBe('run.tasks-dispatched.v1');
});

test('news of a job that its run never dispatched change nothing', () => {
  const { run, types } = takeAll(story().filter(isOfJob));
  expect({ run, types }).toEqual({ run: emptyRun(runId), types: [] });
});
