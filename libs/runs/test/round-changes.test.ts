// What changed between two rounds, as somebody who decides the second one asks.
import { sha256Digest } from '@dome/contracts';
import type { SettledTask } from '@dome/contracts';
import { expect, test } from 'vitest';

import { fold } from '../src/fold.ts';
import { outputChanges, ruleChanges, taskChanges } from '../src/round-changes.ts';
import type { RunState } from '../src/state.ts';
import { chain, iteration, runId, stored, submitted, wave } from './chain.ts';

type End = Partial<Omit<SettledTask, 'taskId' | 'iteration'>>;

const endOf = (sequence: number, round: number, end: End) =>
  stored(sequence, 'dev.dome.run.tasks-settled.v1', {
    tasks: [{ taskId: 'test', iteration: round, jobId: `${runId}_test_${round}`, result: 'success', ...end }],
  });

function rounds(before: End, now: End): RunState {
  const check = (sequence: number, round: number) =>
    wave(sequence, { round, wave: 1, purpose: 'check', tasks: ['test'] });
  const events = [submitted(1), iteration(2, 1), check(3, 1), endOf(4, 1, before)];
  const state = fold([...events, iteration(5, 2), check(6, 2), endOf(7, 2, now)]);
  if (state === undefined) throw new Error('there is no run');
  return state;
}

const file = (name: string, of: string) => ({
  name,
  digest: sha256Digest(of),
  size: of.length,
  mediaType: 'text/plain',
});

test('outputs are compared member by member, artifacts by name and digest', () => {
  const state = rounds(
    { output: { passed: 46, failed: 2, files: ['a'] }, artifacts: [file('report', 'bad'), file('log', 'same')] },
    {
      output: { passed: 48, failed: 0, files: ['a'], slow: true },
      artifacts: [file('report', 'good'), file('log', 'same')],
    },
  );
  expect(outputChanges(state, 2)).toEqual([
    {
      taskId: 'test',
      members: [
        { pointer: '/passed', from: 46, to: 48 },
        { pointer: '/failed', from: 2, to: 0 },
        { pointer: '/slow', to: true },
      ],
      artifacts: [{ name: 'report', before: file('report', 'bad'), now: file('report', 'good') }],
    },
  ]);
});

test('an output that is too large for the run is told to differ by its digest', () => {
  const large = (of: string): End => ({ outputDigest: sha256Digest(of), outputBytes: 100_000 });
  expect(outputChanges(rounds(large('a'), large('b')), 2)).toEqual([{ taskId: 'test', members: [], artifacts: [] }]);
  expect(outputChanges(rounds(large('a'), large('a')), 2)).toEqual([]);
});

test('what is the same, what has not ended, and a first round say nothing', () => {
  const same = rounds({ output: { failed: 0 } }, { output: { failed: 0 } });
  expect([
    outputChanges(same, 2),
    taskChanges(same, 2),
    outputChanges(same, 1),
    ruleChanges(same, 'quality', 2),
  ]).toEqual([[], [], [], []]);
  const half = fold(chain.slice(0, 12));
  if (half === undefined) throw new Error('there is no run');
  expect(taskChanges(half, 2)).toEqual([{ taskId: 'test', before: 'failure' }]);
  expect(outputChanges(half, 2)).toEqual([]);
});
