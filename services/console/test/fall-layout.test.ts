import type { AttemptLine } from '@dome/runs';
import { expect, test } from 'vitest';

import { stretchesOf } from '../src/look/fall-layout.ts';
import type { TaskTimes } from '../src/look/fall-layout.ts';

const at = (ms: number): string => new Date(ms).toISOString();
const attempt = (number: number, startMs: number, of: Partial<AttemptLine>): AttemptLine => ({
  attempt: number,
  epoch: number,
  daemon: `domed-${number}`,
  startedAt: at(startMs),
  end: 'running',
  ...of,
});
const seen = (of: Partial<TaskTimes>): [string, number, number][] =>
  stretchesOf({ sentMs: 100, endMs: 1_000, attempts: [], waits: [], ...of }).map(({ kind, fromMs, toMs }) => [
    kind,
    fromMs,
    toMs,
  ]);

test('a task waits, is locked out, runs, and is tried again', () => {
  const attempts = [
    attempt(1, 300, { end: 'retrying', endedAt: at(400) }),
    attempt(2, 500, { end: 'success', endedAt: at(900) }),
  ];
  expect(seen({ attempts, waits: [{ timeMs: 200, lock: 'db' }] })).toEqual([
    ['queued', 100, 200],
    ['locked', 200, 300],
    ['lost', 300, 400],
    ['pausing', 400, 500],
    ['running', 500, 900],
  ]);
});

test('an attempt that was taken over ends where the next one begins', () => {
  const attempts = [attempt(1, 200, { end: 'lost' }), attempt(2, 600, {})];
  expect(seen({ attempts })).toEqual([
    ['queued', 100, 200],
    ['lost', 200, 600],
    ['running', 600, 1_000],
  ]);
});

test('before a first or a next attempt it waits until now', () => {
  expect(seen({})).toEqual([['queued', 100, 1_000]]);
  const attempts = [attempt(1, 200, { end: 'retrying', endedAt: at(300) })];
  expect(seen({ attempts })).toEqual([
    ['queued', 100, 200],
    ['lost', 200, 300],
    ['pausing', 300, 1_000],
  ]);
});

test('a daemon whose clock is behind makes no stretch that ends before it begins', () => {
  const attempts = [attempt(1, 50, { end: 'success', endedAt: at(80) })];
  expect(seen({ attempts })).toEqual([]);
});
