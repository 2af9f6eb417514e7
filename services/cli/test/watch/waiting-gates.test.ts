import { expect, test } from 'vitest';

import { foldEvent } from '../../src/watch/fold-event.ts';
import { unseenRun, waitingGates } from '../../src/watch/watched-run.ts';
import { cancelRequested, runId, story, told } from './run-story.ts';

const after = (count: number) => story().slice(0, count).reduce(foldEvent, unseenRun(runId));

test('a gate waits from the moment people are asked, and not before', () => {
  const { length } = story();
  expect(waitingGates(after(length))).toEqual(['quality']);
  expect(waitingGates(after(length - 1))).toEqual([]);
  expect(waitingGates(after(7))).toEqual([]);
  expect(waitingGates(unseenRun(runId))).toEqual([]);
});

test('in a run that is being canceled no gate waits', () => {
  const canceled = foldEvent(after(story().length), told(cancelRequested(6), 99));
  expect(waitingGates(canceled)).toEqual([]);
});
