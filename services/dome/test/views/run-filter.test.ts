import { expect, test } from 'vitest';

import { isListed } from '../../src/views/run-filter.ts';
import type { ListedRun } from '../../src/views/run-index.ts';

const run: ListedRun = {
  sequence: 7,
  planName: 'release',
  labels: { team: 'greeting', branch: 'main' },
  summary: {
    runId: 'release-aaaaaaaa',
    plan: 'release@1.0.0',
    state: 'finished',
    result: 'failure',
    submittedBy: 'ada',
    submittedAt: '2026-11-22T12:00:00.000Z',
    tasksSettled: 1,
    tasksTotal: 1,
    sequence: 9,
  },
};

test('a run is listed if it fits everything that is asked', () => {
  for (const request of [
    {},
    { plan: 'release', state: 'finished', result: 'failure', submittedBy: 'ada' } as const,
    { labels: { team: 'greeting' } },
    { labels: { team: 'greeting', branch: 'main' } },
    { since: '2026-11-22T12:00:00Z' },
  ]) {
    expect(isListed(run, request)).toBe(true);
  }
});

test('and not if it fails in one of them', () => {
  for (const request of [
    { plan: 'nightly' },
    { state: 'waiting' } as const,
    { result: 'success' } as const,
    { submittedBy: 'grace' },
    { labels: { team: 'greeting', branch: 'next' } },
    { labels: { stage: 'x' } },
    { since: '2026-11-22T12:00:01Z' },
  ]) {
    expect(isListed(run, request)).toBe(false);
  }
});

test('a run that has not ended has no result', () => {
  const { result: _, ...open } = run.summary;
  const waiting = { ...run, summary: { ...open, state: 'waiting' as const } };
  expect(isListed(waiting, { result: 'failure' })).toBe(false);
});
