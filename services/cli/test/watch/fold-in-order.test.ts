import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { AnyEvent } from '@dome/contracts';

import { createFold } from '../../src/watch/fold-in-order.ts';
import type { Message } from '../../src/watch/fold-event.ts';
import { endedAtMs, lastRound, unseenRun, watchedTasks } from '../../src/watch/watched-run.ts';
import {
  dispatched,
  evidenceAt,
  finished,
  iteration,
  refused,
  runId,
  settled,
  started,
  story,
  submitted,
} from './run-story.ts';
import { told, wave } from './run-story.ts';

const isOfJob = ({ event }: Message): boolean => event.type.startsWith('dev.dome.job.');

function takeAll(messages: readonly Message[]) {
  const fold = createFold(runId);
  const steps = messages.flatMap((one) => [...fold.take(one, false)]);
  return { run: fold.run, types: steps.map(({ event }) => event.type.replace('dev.dome.', '')) };
}

test('job events that are read before their run events are shown after them, and none is lost', () => {
  const inOrder = takeAll(story());
  const jobsFirst = takeAll([...story().filter(isOfJob), ...story().filter((one) => !isOfJob(one))]);
  expect(jobsFirst.types).toHaveLength(story().length);
  for (const round of [1, lastRound(inOrder.run)]) {
    expect(watchedTasks(jobsFirst.run, round)).toEqual(watchedTasks(inOrder.run, round));
  }
  const ended = watchedTasks(jobsFirst.run, 1).filter(({ state }) => state === 'settled');
  expect(ended.map(({ job }) => job?.attempt)).toMatchObject([{ worker: 'domed-1' }, { worker: 'domed-1' }]);
  expect(ended.map(endedAtMs)).not.toContain(undefined);
  const firstStart = jobsFirst.types.indexOf('job.started.v1');
  expect(jobsFirst.types[firstStart - 1]).toBe('run.tasks-dispatched.v1');
});

test('events of a job that its run never dispatched change nothing', () => {
  const { run, types } = takeAll(story().filter(isOfJob));
  expect({ run, types }).toEqual({ run: unseenRun(runId), types: [] });
});

/** Two waves of one job each, as the streams have them; the second job ends after its run did. */
const run = [
  submitted,
  iteration(1, 0),
  wave({ tasks: ['test'], round: 1, purpose: 'check', seconds: 0 }),
  dispatched(['test'], 1, 0),
  settled('test', 1, 2, { evidence: evidenceAt(502) }),
  wave({ tasks: ['pack'], round: 1, purpose: 'check', seconds: 2, wave: 2 }),
  dispatched(['pack'], 1, 2),
  settled('pack', 1, 4, { evidence: evidenceAt(504) }),
  finished('failure', 4),
].map((event, index) => told(event, index + 1));
const jobs = [started('test', 1, 1), refused('test', 1, 2), started('pack', 1, 3), refused('pack', 1, 4)].map(
  (event, index) => told(event, 501 + index),
);

test('in whatever order the two streams are read, an event comes after those it rests on', () => {
  const readings = fc.shuffledSubarray([...run.map(() => 'run'), ...jobs.map(() => 'jobs')], {
    minLength: run.length + jobs.length,
  });
  fc.assert(
    fc.property(readings, (turns) => {
      const left = { run: [...run], jobs: [...jobs] };
      const fold = createFold(runId);
      const steps = turns.flatMap((turn) => {
        const next = (turn === 'run' ? left.run : left.jobs).shift();
        return next === undefined ? [] : [...fold.take(next, false)];
      });
      const order = [...steps, ...fold.catchUp()].map(({ event }) => event);
      const at = (event: AnyEvent | undefined): number => order.findIndex((one) => one === event);
      expect(order).toHaveLength(run.length + jobs.length);
      const [startOfTest, endOfTest, , endOfSbom] = jobs.map(({ event }) => at(event));
      expect(startOfTest).toBeGreaterThan(at(run[3]?.event));
      expect(at(run[4]?.event)).toBeGreaterThan(endOfTest ?? Infinity);
      expect(at(run[7]?.event)).toBeGreaterThan(endOfSbom ?? Infinity);
      expect(order.at(-1)?.type).toBe('dev.dome.run.finished.v1');
    }),
  );
});

test('nothing waits for a message that is gone or unreadable', () => {
  const fold = createFold(runId);
  const typesOf = (steps: Iterable<{ readonly event: AnyEvent }>): string[] =>
    [...steps].map(({ event }) => event.type);
  for (const message of run.slice(0, 4)) typesOf(fold.take(message, true));
  expect(run.slice(4, 5).flatMap((message) => typesOf(fold.take(message, true)))).toEqual([]);
  expect(typesOf(fold.pass(502))).toEqual(['dev.dome.run.tasks-settled.v1']);
  expect(run.slice(5).flatMap((message) => typesOf(fold.take(message, true)))).toHaveLength(2);
  expect(typesOf(fold.catchUp())).toEqual(['dev.dome.run.tasks-settled.v1', 'dev.dome.run.finished.v1']);
});
