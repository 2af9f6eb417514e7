import { isEvent } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';
import { gateAt } from '@dome/runs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { foldEvent } from '../../src/watch/fold-event.ts';
import type { Message } from '../../src/watch/fold-event.ts';
import { isRejected, unseenRun, watchedTask, watchedTasks } from '../../src/watch/watched-run.ts';
import type { WatchedRun } from '../../src/watch/watched-run.ts';
import { decided, finished, iteration, retrying, runId, settled, started, story, submitted } from './run-story.ts';
import { told } from './run-story.ts';

const fold = (messages: readonly Message[], from: WatchedRun = unseenRun(runId)): WatchedRun =>
  messages.reduce(foldEvent, from);

const then = (run: WatchedRun, event: AnyEvent, sequence: number): WatchedRun => foldEvent(run, told(event, sequence));

const ofTest = (run: WatchedRun, round: number) => watchedTask(run, { taskId: 'test', iteration: round });

test('a submitted plan shows its waves before anything runs', () => {
  const run = fold([told(submitted, 1)]);
  const shown = watchedTasks(run, 1).map(({ task: { key, wave, purpose }, skill, state }) =>
    [key.taskId, wave, purpose, skill, state].join(' '),
  );
  expect(shown).toEqual([
    'test 1 check node-test@1.0.0 pending',
    'pack 2 check pack@1.0.0 pending',
    'promote 3 promote promote@1.0.0 pending',
  ]);
  expect(run.state).toMatchObject({
    submitted: { value: { submittedBy: { user: 'ada' } } },
    shape: { document: { name: 'release', version: '3.0.0' }, maxIterations: 2, gates: ['quality'] },
  });
});

test('a second round has its own tasks, and the first keeps its outcome', () => {
  const run = fold(story());
  expect(run.state?.iteration).toBe(2);
  expect(ofTest(run, 1)).toMatchObject({
    state: 'settled',
    task: { settled: { value: { result: 'failure' } } },
    job: { attempt: { worker: 'domed-1', number: 1 } },
  });
  const fix = watchedTask(run, { taskId: 'fix', iteration: 1 });
  expect(fix).toMatchObject({ task: { purpose: 'remedy', settled: { value: { result: 'success' } } } });
  expect(ofTest(run, 2)).toMatchObject({ state: 'settled', task: { settled: { value: { result: 'success' } } } });
  const promotions = [1, 2]
    .flatMap((round) => watchedTasks(run, round))
    .filter(({ task }) => task.purpose === 'promote');
  expect(promotions).toHaveLength(1);
  const gates = [1, 2].map((round) => (run.state === undefined ? undefined : gateAt(run.state, 'quality', round)));
  expect(gates).toMatchObject([
    { state: 'decided' },
    { state: 'waiting', requested: { value: { required: [{ role: 'release-manager', count: 1 }] } } },
  ]);
});

test('only the last round can reject a run', () => {
  const run = fold(story());
  expect(isRejected(run)).toBe(false);
  const second = fold(story().slice(0, 16));
  expect(isRejected(then(second, decided('REJECT', 2, 6), 90))).toBe(true);
});

test('job events never undo what the run has settled', () => {
  const run = fold(story());
  for (const late of [started('test', 2, 9), retrying('test', 2, 9)]) {
    const after = ofTest(then(run, late, 99), 2);
    expect(after).toMatchObject({ state: 'settled', task: { settled: { value: { result: 'success' } } } });
  }
});

test('a retry shows its reason and its time, and the next start clears them', () => {
  const dispatchedOnly = fold(story().slice(0, 5));
  const waiting = then(dispatchedOnly, retrying('test', 1, 2), 50);
  expect(ofTest(waiting, 1)).toMatchObject({
    state: 'retrying',
    job: { attempt: { state: 'retrying', problem: { code: 'SKILL_FAILED' } } },
  });
  const again = then(waiting, started('test', 1, 4, 2), 51);
  expect(ofTest(again, 1)).toMatchObject({ state: 'running', job: { attempt: { state: 'running', number: 2 } } });
  expect(ofTest(again, 1)?.job?.attempt).not.toHaveProperty('nextAttemptAtMs');
});

test('repeated events change nothing, wherever they are repeated', () => {
  const whole = story();
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(whole.length - 1)), { maxLength: 6 }), (again) => {
      const repeated = whole.flatMap((message, place) => {
        const met = again.filter(([what, after]) => after === place && what <= place);
        return [message, ...met.flatMap(([what]) => whole.slice(what, what + 1))];
      });
      expect(fold(repeated)).toEqual(fold(whole));
    }),
  );
});

test('nothing changes a run after its end', () => {
  const run = then(fold(story()), finished('failure', 8, 'nobody approved'), 80);
  expect(run).toMatchObject({ end: { result: 'failure', reason: 'nobody approved' }, sequence: 80 });
  expect(then(run, iteration(3, 9), 70)).toBe(run);
  const late = ofTest(then(run, settled('test', 2, 9), 79), 2);
  expect(late?.task).toMatchObject({ settled: { value: { result: 'success' } } });
});

describe('a run that cannot be read in full', () => {
  test('shows its end when its beginning is no longer stored', () => {
    const run = fold([...story().slice(9), told(finished('success', 8), 80)]);
    expect(run).toMatchObject({ state: undefined, end: { result: 'success' } });
    expect(watchedTasks(run, 1)).toEqual([]);
  });

  test.each([
    ['a member that nobody knows yet', { concurrency: 3 }],
    ['a gate that needs a task', { gates: { quality: { needs: ['test'] } } }],
  ])('shows the tasks of the lock and the names of the gates for a plan of a later version: %s', (_what, more) => {
    if (!isEvent(submitted, 'dev.dome.run.submitted.v1')) throw new Error('it is the first event');
    const plan = { ...submitted.data.plan, ...more };
    const later = { ...submitted, data: { ...submitted.data, plan } };
    const run = fold([told(later, 1), ...story().slice(1)]);
    expect(run.state?.shape).toMatchObject({ document: { title: 'Ship it' }, gates: ['quality'], maxIterations: 2 });
    expect(watchedTasks(run, 2).map(({ task, skill, state }) => `${task.key.taskId} ${skill} ${state}`)).toEqual([
      'pack pack@1.0.0 pending',
      'test node-test@1.0.0 settled',
    ]);
    expect(ofTest(run, 1)?.state).toBe('settled');
  });
});
