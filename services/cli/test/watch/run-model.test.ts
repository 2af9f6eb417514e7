import fc from 'fast-check';
import { expect, test } from 'vitest';

import { foldEvent } from '../../src/watch/fold-event.ts';
import { emptyRun, isRejected, taskAt } from '../../src/watch/run-model.ts';
import type { RunModel } from '../../src/watch/run-model.ts';
import { decided, finished, iteration, retrying, runId, settled, started, story, submitted } from './run-story.ts';
import type { Told } from './run-story.ts';

function fold(told: readonly Told[], from: RunModel = emptyRun(runId)): RunModel {
  return told.reduce((run, { event, sequence }) => foldEvent(run, event, sequence), from);
}

test('what is submitted shows its waves before anything ran', () => {
  const run = fold([{ event: submitted, sequence: 1 }]);
  const shown = run.tasks.map(({ taskId, wave, purpose, skill, state }) =>
    [taskId, wave, purpose, skill, state].join(' '),
  );
  expect(shown).toEqual([
    'test 1 check node-test@1.0.0 pending',
    'sbom 2 check sbom@1.0.0 pending',
    'promote 1 promote promote@1.0.0 pending',
  ]);
  expect(run).toMatchObject({ plan: 'release@3.0.0', maxIterations: 2, gateNames: ['quality'], submittedBy: 'ada' });
});

test('a second round has its own tasks, the first keeps what it came to', () => {
  const run = fold(story());
  expect(run.iteration).toBe(2);
  expect(taskAt(run, 'test', 1)).toMatchObject({ state: 'settled', result: 'failure', worker: 'domed-1', attempt: 1 });
  expect(taskAt(run, 'fix', 1)).toMatchObject({ purpose: 'remedy', result: 'success' });
  expect(taskAt(run, 'test', 2)).toMatchObject({ state: 'settled', result: 'success' });
  expect(run.tasks.filter(({ taskId }) => taskId === 'promote')).toHaveLength(1);
  expect(run.gates).toMatchObject([
    { iteration: 1, state: 'decided' },
    { iteration: 2, state: 'waiting', role: 'release-manager' },
  ]);
});

test('only the last round can reject a run', () => {
  const run = fold(story());
  expect(isRejected(run)).toBe(false);
  expect(isRejected(foldEvent(run, decided('REJECT', 2, 6), 90))).toBe(true);
});

test('news of a job never undo what its run has settled', () => {
  const run = fold(story());
  for (const late of [started('test', 2, 9), retrying('test', 2, 9)]) {
    expect(taskAt(foldEvent(run, late, 99), 'test', 2)).toMatchObject({ state: 'settled', result: 'success' });
  }
});

test('a retry shows why and when, the next start clears it', () => {
  const dispatchedOnly = fold(story().slice(0, 5));
  const waiting = foldEvent(dispatchedOnly, retrying('test', 1, 2), 50);
  expect(taskAt(waiting, 'test', 1)).toMatchObject({ state: 'retrying', problem: { code: 'SKILL_FAILED' } });
  const again = foldEvent(waiting, started('test', 1, 4, 2), 51);
  expect(taskAt(again, 'test', 1)).toMatchObject({ state: 'running', attempt: 2, nextAttemptAtMs: undefined });
});

test('events that are met again change nothing, wherever they are repeated', () => {
  const whole = story();
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length - 1), { maxLength: 6 }), (repeated) => {
      const again = repeated.reduce<Told[]>(
        (told, index) => told.toSpliced(told.length, 0, ...whole.slice(index, index + 1)),
        [...whole],
      );
      const runEvents = again.filter(({ event }) => event.type.startsWith('dev.dome.run.'));
      expect(fold(runEvents)).toEqual(fold(whole.filter(({ event }) => event.type.startsWith('dev.dome.run.'))));
    }),
  );
});

test('the end of a run is its last word', () => {
  const run = foldEvent(fold(story()), finished('failure', 8, 'nobody approved'), 80);
  expect(run).toMatchObject({ result: 'failure', reason: 'nobody approved', sequence: 80 });
  expect(foldEvent(run, iteration(3, 9), 70)).toBe(run);
  expect(taskAt(foldEvent(run, settled('test', 2, 9), 79), 'test', 2)?.result).toBe('success');
});
