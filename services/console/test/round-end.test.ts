// What each round of a run came to.
import { fold } from '@dome/runs';
import type { RunState } from '@dome/runs';
import { releaseDecision, releaseSubmitted } from '@dome/testkit';
import { expect, test } from 'vitest';

import { roundEnd } from '../src/look/round-end.ts';
import { runId, sent, stored } from './run-story.ts';

const round = (sequence: number, iteration: number) => [
  stored(sequence, 'dev.dome.run.iteration-started.v1', { iteration }),
  stored(sequence + 1, 'dev.dome.run.wave-started.v1', { iteration, wave: 1, purpose: 'check', tasks: ['test'] }),
  sent(sequence + 2, 'test', iteration),
];
const decided = (sequence: number, iteration: number, status: 'APPROVE' | 'REJECT') =>
  stored(sequence, 'dev.dome.run.gate-decided.v1', {
    gate: 'quality',
    iteration,
    decision: releaseDecision(iteration, status),
  });
const ended = (sequence: number, taskId: string, iteration: number, summary: string) =>
  stored(sequence, 'dev.dome.run.tasks-settled.v1', {
    tasks: [{ taskId, iteration, jobId: `${runId}_${taskId}_${iteration}`, result: 'success', summary }],
  });

const story = [
  stored(1, 'dev.dome.run.submitted.v1', releaseSubmitted(runId)),
  ...round(2, 1),
  ended(5, 'test', 1, 'done'),
  decided(6, 1, 'REJECT'),
  stored(7, 'dev.dome.run.wave-started.v1', { iteration: 1, wave: 2, purpose: 'remedy', tasks: ['fix'] }),
  sent(8, 'fix', 1),
  ended(9, 'fix', 1, 'Patched **1** file'),
  ...round(10, 2),
];
const folded = (events: typeof story): RunState => fold(events) ?? expect.fail('there is no run');

test('an earlier round says what rejected it, what the remedy did, and that another one followed', () => {
  expect(roundEnd(folded(story), 1)).toEqual([
    { mark: 'failure', gate: 'quality', says: 'quality rejected by the policy: TESTS_FAILED' },
    { mark: 'success', says: 'remedy fix: Patched 1 file; round 2 followed' },
  ]);
});

test('the round that runs says what is not decided yet, and then what was', () => {
  expect(roundEnd(folded(story), 2)).toEqual([{ mark: 'pending', gate: 'quality', says: 'quality not reached' }]);
  const judged = folded([...story, ended(13, 'test', 2, 'done'), decided(14, 2, 'APPROVE')]);
  expect(roundEnd(judged, 2)).toEqual([{ mark: 'success', gate: 'quality', says: 'quality approved by the policy' }]);
});
