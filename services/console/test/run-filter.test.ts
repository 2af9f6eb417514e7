import type { RunSummary } from '@dome/contracts';
import { expect, test } from 'vitest';

import { isWanted } from '../src/state/run-filter.ts';

const run: RunSummary = {
  runId: 'release-a2b3c4d5',
  plan: 'release@1.0.0',
  state: 'waiting',
  submittedBy: 'ada',
  submittedAt: '2026-01-01T00:00:00.000Z',
  tasksSettled: 3,
  tasksTotal: 6,
  sequence: 12,
};
const failed: RunSummary = { ...run, state: 'finished', result: 'timeout' };
const is = (query: string, of: RunSummary): boolean => isWanted(of, new URLSearchParams(query));

test('an address without filters shows every run', () => {
  expect(is('', run)).toBe(true);
  expect(is('', failed)).toBe(true);
});

test('a view shows what its name says', () => {
  expect([is('state=open', run), is('state=open', failed)]).toEqual([true, false]);
  expect([is('state=failed', run), is('state=failed', failed)]).toEqual([false, true]);
  expect([is('state=waiting', run), is('state=timeout', failed)]).toEqual([true, true]);
});

test('every word that is typed has to be found, in whatever case', () => {
  expect(is('q=ADA+release', run)).toBe(true);
  expect(is('q=ada+grace', run)).toBe(false);
});

test('a plan is meant with and without its version', () => {
  expect([is('plan=release', run), is('plan=release@1.0.0', run), is('plan=rel', run)]).toEqual([true, true, false]);
});
