import { expect, test } from 'vitest';

import { fold } from '../src/fold.ts';
import { tasksOfRound } from '../src/rounds.ts';
import { chain } from './chain.ts';

const round = (events: number, iteration: number): string[] => {
  const state = fold(chain.slice(0, events));
  if (state === undefined) throw new Error('there is no run');
  return tasksOfRound(state, iteration).map(
    ({ key, wave, purpose, state: at }) => `${key.taskId} ${wave} ${purpose} ${at}`,
  );
};

test('before anything ran a round has the tasks of its plan', () => {
  expect(round(1, 1)).toEqual(['test 1 check pending', 'pack 2 check pending', 'promote 3 promote pending']);
});

test('the remedy is there once it started, and the promotion waits for the last round', () => {
  expect(round(8, 1)).toEqual([
    'test 1 check settled',
    'pack 2 check pending',
    'fix 2 remedy dispatched',
    'promote 3 promote pending',
  ]);
  expect(round(10, 1)).toEqual(['test 1 check settled', 'pack 2 check pending', 'fix 2 remedy settled']);
  expect(round(10, 2)).toEqual(['test 1 check pending', 'pack 2 check pending', 'promote 3 promote pending']);
});
