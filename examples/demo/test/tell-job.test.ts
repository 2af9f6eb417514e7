import { eventOf } from '@dome/contracts';
import type { AnyEvent, EventData, EventType } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { tellEnd, tellStart } from '../src/tell-job.ts';

/** Only the members that sentences use. */
function eventFrom(type: EventType, data: object): AnyEvent {
  const source = { type, id: 'id', source: '/domed/domed-1', subject: 'job', timeMs: 0, runId: 'run' };
  return eventOf({ ...source, data: { taskId: 'lint', jobId: 'job', ...data } as EventData[EventType] }) as AnyEvent;
}

const NO_LOG = { lines: [], annotations: [] };
const ended = (data: object): AnyEvent =>
  eventFrom('dev.dome.job.succeeded.v1', { result: 'success', attempt: 1, timings: { executionMs: 120 }, ...data });

describe('the start of a job', () => {
  const start = (data: object): AnyEvent =>
    eventFrom('dev.dome.job.started.v1', { attempt: 1, worker: { instance: 'domed-1' }, ...data });

  test('names the daemon, and that it has died since', () => {
    expect(tellStart(start({}), 7)).toEqual([{ who: 'lint', text: 'runs on domed-1' }]);
    expect(tellStart(start({}), 7, 'domed-1')).toEqual([{ who: 'lint', text: 'had begun on domed-1, too' }]);
  });

  test('that takes over names both epochs', () => {
    const [told] = tellStart(start({ attempt: 2, supersedes: 7 }), 9);
    expect(told).toMatchObject({
      mark: 'again',
      text: 'is taken over by domed-1: attempt 2, epoch 9 in place of 7',
    });
  });
});

describe('the end of a job', () => {
  test('is its summary without Markdown, and its time', () => {
    const [told] = tellEnd(ended({ summary: '**6** files, `0` errors\n\nmore' }), NO_LOG);
    expect(told).toEqual({ who: 'lint', mark: 'good', text: 'success  6 files, 0 errors  120 ms', below: [] });
  });

  test('is the plain values of its output if it has no summary', () => {
    const [told] = tellEnd(ended({ output: { applied: 2, destructive: [], file: 'x' } }), NO_LOG);
    expect(told?.text).toBe('success  applied 2  120 ms');
  });

  test('shows the first lines of its log, never what was said already, and counts the rest', () => {
    const lines = ['six', '', ...Array.from({ length: 9 }, (_, at) => `line ${at}`)];
    const [told] = tellEnd(ended({ summary: 'six' }), { ...NO_LOG, lines });
    expect(told?.below).toEqual([...Array.from({ length: 6 }, (_, at) => `│ line ${at}`), '│ … and 3 lines more']);
  });

  test('shows the problem and the annotations if it failed', () => {
    const place = { runId: 'run', taskId: 'lint', iteration: 1, jobId: 'job', attempt: 1, epoch: 7, line: 1 };
    const annotation = {
      ...place,
      level: 'error',
      file: 'a.js',
      startLine: 3,
      title: 'sum',
      message: '1 !== 2\n',
    } as const;
    const failed = eventFrom('dev.dome.job.failed.v1', {
      result: 'failure',
      attempt: 2,
      timings: { executionMs: 1_200 },
      problem: { detail: 'exit 1' },
    });
    expect(tellEnd(failed, { lines: [], annotations: [annotation] })).toEqual([
      { who: 'lint', mark: 'bad', text: 'failure, attempt 2  exit 1  1.2s', below: ['▸ a.js:3  sum', '▸ 1 !== 2'] },
    ]);
  });

  test('names its lock and its secret', () => {
    const locks = [{ key: 'environment:staging', mode: 'exclusive', token: 7, waitedMs: 0 }];
    const provenance = { locks, secrets: [{ name: 'SIGNING_KEY', saltedDigest: 'sha256:0' }] };
    expect(tellEnd(ended({ summary: 'done', provenance }), NO_LOG)[0]?.below).toEqual([
      '▸ held the lock environment:staging, with token 7',
      '▸ was given the secret SIGNING_KEY',
    ]);
  });

  test('is no other event', () => {
    expect(tellEnd(eventFrom('dev.dome.job.started.v1', {}), NO_LOG)).toEqual([]);
  });
});
