import { fold } from '@dome/runs';
import type { AttemptLine, StoredRunEvent } from '@dome/runs';
import { releaseDecision, releaseSubmitted } from '@dome/testkit';
import { expect, test } from 'vitest';

import { fallRounds, stretchesOf } from '../src/look/fall-layout.ts';
import type { TaskTimes } from '../src/look/fall-layout.ts';
import { runId, sent, stored } from './run-story.ts';

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

test('each round has rows of its own, in the order in which they began', () => {
  const round = (sequence: number, iteration: number): StoredRunEvent[] => [
    stored(sequence, 'dev.dome.run.iteration-started.v1', { iteration }),
    stored(sequence + 1, 'dev.dome.run.wave-started.v1', { iteration, wave: 1, purpose: 'check', tasks: ['test'] }),
    sent(sequence + 2, 'test', iteration),
  ];
  const submitted = stored(1, 'dev.dome.run.submitted.v1', releaseSubmitted(runId));
  const ended = stored(5, 'dev.dome.run.tasks-settled.v1', {
    tasks: [{ taskId: 'test', iteration: 1, jobId: `${runId}_test_1`, result: 'failure' }],
  });
  const state = fold([submitted, ...round(2, 1), ended, ...round(6, 2)]) ?? expect.fail('there is no run');
  const rounds = fallRounds(state, new Map(), 10_000);
  expect(rounds.map(({ iteration }) => iteration)).toEqual([1, 2]);
  expect(rounds.map(({ rows }) => rows.map(({ task, stretches }) => [task?.key.taskId, stretches[0]?.fromMs]))).toEqual(
    [[['test', 4_000]], [['test', 8_000]]],
  );
  expect(rounds[0]?.rows[0]?.stretches).toMatchObject([{ kind: 'queued', toMs: 5_000 }]);
  expect(rounds[1]?.rows[0]?.stretches).toMatchObject([{ kind: 'queued', toMs: 10_000 }]);
});

test('a gate has a row from when people were asked until they decided, and none where the policy decides alone', () => {
  const decided = (sequence: number, status: 'NEEDS_HUMAN' | 'APPROVE') =>
    stored(sequence, 'dev.dome.run.gate-decided.v1', {
      gate: 'quality',
      iteration: 1,
      decision: releaseDecision(1, status),
    });
  const asked = stored(4, 'dev.dome.run.approval-requested.v1', {
    gate: 'quality',
    iteration: 1,
    required: [{ role: 'release-manager', count: 1 }],
    deadline: at(900_000),
    evidenceDigest: releaseDecision(1, 'APPROVE').evidenceDigest,
  });
  const begun = [
    stored(1, 'dev.dome.run.submitted.v1', releaseSubmitted(runId)),
    stored(2, 'dev.dome.run.iteration-started.v1', { iteration: 1 }),
  ];
  const rowsOf = (...events: StoredRunEvent[]) => {
    const state = fold([...begun, ...events]) ?? expect.fail('there is no run');
    return fallRounds(state, new Map(), 10_000).flatMap(({ rows }) => rows.map(({ stretches }) => stretches));
  };
  expect(rowsOf(decided(3, 'NEEDS_HUMAN'), asked)).toEqual([
    [{ kind: 'asked', fromMs: 4_000, toMs: 10_000, says: 'release-manager' }],
  ]);
  expect(rowsOf(decided(3, 'NEEDS_HUMAN'), asked, decided(6, 'APPROVE'))).toMatchObject([
    [{ kind: 'asked', fromMs: 4_000, toMs: 6_000 }],
  ]);
  expect(rowsOf(decided(3, 'APPROVE'))).toEqual([]);
});
