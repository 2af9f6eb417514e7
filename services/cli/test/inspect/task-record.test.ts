import { expect, test } from 'vitest';

import { findTask, taskRecord } from '@dome/runs';
import type { TaskFinding } from '@dome/runs';
import { foldEvent } from '../../src/watch/fold-event.ts';
import type { Message } from '../../src/watch/fold-event.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import {
  at,
  evidenceAt,
  failed,
  retrying,
  runId,
  settled,
  started,
  story,
  submitted,
  told,
} from '../watch/run-story.ts';

type JobStory = Parameters<typeof taskRecord>[2];

const stateOf = (messages: readonly Message[]) =>
  messages.reduce(foldEvent, unseenRun(runId)).state ?? expect.fail('no state');

const state = stateOf(story());
const heard = (events: readonly Parameters<typeof told>[0][], findings: readonly TaskFinding[] = []): JobStory => ({
  events: events.map((event, index) => told(event, index + 1)),
  findings,
  more: 0,
});
const recordOf = (taskId: string, iteration: number | undefined, job: JobStory, of = state) =>
  taskRecord(of, findTask(of, taskId, iteration) ?? expect.fail('no task'), job);

test('without an iteration the last one is meant in which the task started', () => {
  expect(findTask(state, 'test')?.key).toEqual({ taskId: 'test', iteration: 2 });
  expect(findTask(state, 'test', 1)?.key).toEqual({ taskId: 'test', iteration: 1 });
  // The remedy ran in the first iteration only, and the wave of `pack` has not begun.
  expect(findTask(state, 'fix')?.key).toEqual({ taskId: 'fix', iteration: 1 });
  expect(findTask(state, 'pack')).toMatchObject({ key: { iteration: 2 }, state: 'pending' });
  expect(findTask(state, 'fix', 2)).toBeUndefined();
  expect(findTask(state, 'deploy')).toBeUndefined();
});

test('the event of the job says more than the run keeps of it', () => {
  const record = recordOf('test', 1, heard([started('test', 1, 1), failed('test', 1, 3)]));
  expect(record).toMatchObject({
    result: 'failure',
    summary: 'the whole summary',
    output: { failed: 2 },
    problem: { code: 'SKILL_FAILED' },
    timings: { queuedMs: 5, executionMs: 2_000 },
  });
  expect(record.provenance?.builder).toEqual({ instance: 'domed-1', version: '0.1.0' });
});

test('if the events of the job are no longer stored, the run still says how it ended', () => {
  const record = recordOf('test', 1, heard([]));
  expect(record).toMatchObject({ result: 'failure', summary: '**2 of 48** tests failed\n\nsee below', attempts: [] });
  expect(record).not.toHaveProperty('provenance');
});

test('each attempt has its daemon and its end: tried again, lost with its daemon, the last one as the job', () => {
  const again = heard([
    started('test', 1, 1),
    retrying('test', 1, 2),
    started('test', 1, 4, 2),
    started('test', 1, 9, 3),
    failed('test', 1, 11, 3),
  ]);
  expect(recordOf('test', 1, again).attempts).toMatchObject([
    { attempt: 1, end: 'retrying', endedAt: new Date(at(2)).toISOString(), problem: { code: 'SKILL_FAILED' } },
    { attempt: 2, end: 'lost', daemon: 'domed-1' },
    { attempt: 3, end: 'failure', epoch: 4 },
  ]);
  expect(recordOf('test', 2, heard([started('test', 2, 4)])).attempts).toMatchObject([{ attempt: 1, end: 'running' }]);
});

test('a task that has not started has nothing but its place in the plan', () => {
  const pending = recordOf('pack', undefined, heard([]), stateOf([told(submitted, 1)]));
  expect(pending).toEqual({
    runId,
    taskId: 'pack',
    iteration: 1,
    purpose: 'check',
    wave: 2,
    state: 'pending',
    skill: { name: 'pack', version: '1.0.0', descriptorDigest: expect.stringContaining('sha256:') },
    attempts: [],
    findings: [],
    artifacts: [],
  });
});

test('the evidence is what the run took as the end', () => {
  const withEvidence = stateOf([...story().slice(0, 5), told(settled('test', 1, 3, { evidence: evidenceAt(7) }), 6)]);
  expect(recordOf('test', 1, heard([]), withEvidence).evidence).toEqual(evidenceAt(7));
});
