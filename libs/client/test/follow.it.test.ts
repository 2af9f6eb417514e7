import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { createPublisher } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import { createControlClient } from '@dome/client';
import type { LogStep } from '@dome/client';
import { CONTENT_TYPE, isEvent, openEvent, sealEvent, subjects, cursorAt } from '@dome/contracts';
import type { EventData, EventType } from '@dome/contracts';
import { awaitTerminal } from '@dome/testkit';

import { startBench } from './scripted-runtime.ts';

const runId = 'run-a';
const job = { runId, taskId: 'test', iteration: 1, jobId: 'run-a_test_1' };
const digest = `sha256:${'0'.repeat(64)}`;
const skill = { name: 'node-test', version: '1.0.0', descriptorDigest: digest };
const requestDigest = digest;

interface Store {
  <Type extends EventType>(subject: string, type: Type, data: EventData[Type]): Promise<void>;
}

let number = 0;

function storeWith(publisher: Publisher): Store {
  return async (subject, type, data) => {
    const messageId = `m${number++}`;
    const event = { type, id: messageId, source: '/domed/d1', subject: job.jobId, timeMs: 1_000, runId, data };
    const headers = { 'Content-Type': CONTENT_TYPE };
    await publisher.publish({ subject, payload: sealEvent(event), messageId, headers });
  };
}

const logSubject = subjects.jobLog(job);

function chunk(store: Store, firstLine: number, text: string): Promise<void> {
  const lineCount = text.split('\n').length;
  const data = { ...job, attempt: 1, epoch: 1, firstLine, lineCount, stream: 'stdout' as const, text };
  return store(logSubject, 'dev.dome.job.log.v1', data);
}

function ended(store: Store, lines: number): Promise<void> {
  const data = { ...job, attempt: 1, epoch: 1, lines, bytes: 1, digest };
  return store(logSubject, 'dev.dome.job.log-ended.v1', data);
}

function started(store: Store): Promise<void> {
  const worker = { instance: 'd1', host: 'h', version: '0.1.0', guard: 'none' as const };
  const data = {
    ...job,
    requestDigest,
    commandSequence: 1,
    attempt: 1,
    counted: true,
    deliveryCount: 1,
    skill,
    worker,
  };
  const subject = subjects.jobTransition({ ...job, skill: 'node-test', phase: 'started' });
  return store(subject, 'dev.dome.job.started.v1', data);
}

function canceled(store: Store): Promise<void> {
  const data = { ...job, requestDigest, result: 'cancellation' as const, outcome: 'not_started' as const };
  const subject = subjects.jobTransition({ ...job, skill: 'node-test', phase: 'canceled' });
  return store(subject, 'dev.dome.job.canceled.v1', data);
}

/** As in the contract. */
function failure(): EventData['dev.dome.job.failed.v1'] {
  const file = join(import.meta.dirname, '../../../schemas/examples/dev.dome.job.failed.v1.json');
  const event = openEvent(readFileSync(file));
  if (!isEvent(event, 'dev.dome.job.failed.v1')) throw new Error('it is shown by another event');
  return event.data;
}

function linesOf(steps: readonly LogStep[]): string[] {
  return steps.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'lines' ? item.lines : [])));
}

test('the terminal of a job can be awaited from before its command', async () => {
  await using bench = await startBench();
  await using publisher = createPublisher(bench.far);
  const store = storeWith(publisher);

  const awaited = awaitTerminal(bench.client, { jobId: job.jobId, runId }, { timeoutMs: 20_000 });
  await started(store);
  await canceled(store);
  expect(await awaited).toMatchObject({ event: { type: 'dev.dome.job.canceled.v1' }, sequence: 2 });
  const late = awaitTerminal(bench.client, { jobId: job.jobId }, { timeoutMs: 20_000 });
  expect(await late).toMatchObject({ sequence: 2 });
  const never = awaitTerminal(bench.client, { jobId: 'other' }, { timeoutMs: 50 });
  await expect(never).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test('a message that is no event of the contract is passed on as unreadable, and the rest follows', async () => {
  await using bench = await startBench();
  await using publisher = createPublisher(bench.far);
  const subject = subjects.jobTransition({ ...job, skill: 'node-test', phase: 'started' });
  await publisher.publish({ subject, payload: new TextEncoder().encode('{"type":"odd"}'), messageId: 'odd' });
  await canceled(storeWith(publisher));

  const kinds: string[] = [];
  for await (const item of bench.client.followJobEvents({ runId }, { untilCaughtUp: true })) kinds.push(item.kind);
  expect(kinds).toEqual(['unreadable', 'event']);
});

test('a log that is cut anywhere and resumed from its cursor shows every line once, in order', async () => {
  await using bench = await startBench();
  await using publisher = createPublisher(bench.far);
  const store = storeWith(publisher);
  const control = createControlClient(bench.near, { runtimeApiPrefix: '$JS.API' });
  await chunk(store, 1, 'a\nb');
  // From a daemon newer than this reader: it is skipped, before the cursor as well as after it.
  const newer = new TextEncoder().encode('{"type":"dev.dome.job.log-image.v1"}');
  await publisher.publish({ subject: logSubject, payload: newer, messageId: 'newer' });
  await chunk(store, 4, 'd');
  await chunk(store, 6, 'f\ng');
  await chunk(store, 3, 'c');
  await chunk(store, 5, 'e');
  await ended(store, 7);

  const whole: LogStep[] = [];
  for await (const step of control.followLogs({ runId }, { untilCaughtUp: true })) whole.push(step);
  expect(linesOf(whole)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  for (let cut = 1; cut <= whole.length; cut++) {
    const first = whole.slice(0, cut);
    const from = first.at(-1)?.cursor ?? cursorAt(1);
    const rest: LogStep[] = [];
    for await (const step of control.followLogs({ runId }, { from, untilCaughtUp: true })) rest.push(step);
    expect(linesOf([...first, ...rest])).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(rest.flatMap(({ items }) => items).filter(({ kind }) => kind === 'gap')).toEqual([]);
  }
});

test('a reader that begins in the middle by wish is told nothing of what was before, and misses nothing behind', async () => {
  await using bench = await startBench();
  await using publisher = createPublisher(bench.far);
  const store = storeWith(publisher);
  await chunk(store, 1, 'a\nb');
  await chunk(store, 3, 'c');
  await chunk(store, 5, 'e');
  await chunk(store, 4, 'd');
  await ended(store, 5);
  const read = async (sequence: number): Promise<LogStep[]> => {
    const steps: LogStep[] = [];
    const options = { from: cursorAt(sequence), beginsHere: true, until: Promise.resolve() };
    for await (const step of bench.client.followLogs({ runId }, options)) steps.push(step);
    return steps;
  };
  const gaps = (steps: readonly LogStep[]): unknown[] =>
    steps.flatMap(({ items }) => items.filter(({ kind }) => kind === 'gap'));
  expect(linesOf(await read(2))).toEqual(['c', 'd', 'e']);
  // The record that a retried write brought late is before the first line that this reader met.
  expect(linesOf(await read(3))).toEqual(['e']);
  for (const sequence of [2, 3, 5]) expect(gaps(await read(sequence))).toEqual([]);
});

test('a followed log continues with later lines, and ends after everything that was stored before its end', async () => {
  await using bench = await startBench();
  await using publisher = createPublisher(bench.far);
  const store = storeWith(publisher);
  const over = Promise.withResolvers<void>();
  await chunk(store, 1, 'a');

  const steps: LogStep[] = [];
  for await (const step of bench.client.followLogs({ runId, jobId: job.jobId }, { until: over.promise })) {
    steps.push(step);
    if (steps.length === 1) await chunk(store, 2, 'b');
    if (steps.length === 2) {
      await Promise.all([chunk(store, 3, 'c'), chunk(store, 5, 'e')]);
      over.resolve();
    }
  }
  expect(linesOf(steps)).toEqual(['a', 'b', 'c', 'e']);
  expect(steps.at(-1)?.items.find(({ kind }) => kind === 'gap')).toMatchObject({ from: 4, to: 4 });
});

test('a log whose end marker could not be stored ends in a gap that its terminal proves, even for a reader that resumes', async () => {
  await using bench = await startBench();
  await using publisher = createPublisher(bench.far);
  const store = storeWith(publisher);
  await chunk(store, 1, 'a\nb');
  await chunk(store, 3, 'c');
  const truncated = { fromLine: 4, lines: 6, bytes: 60, reason: 'no-room' as const };
  const failed = { ...failure(), ...job, attempt: 1, epoch: 1, logs: { lines: 9, bytes: 90, digest, truncated } };
  await store(
    subjects.jobTransition({ ...job, skill: 'node-test', phase: 'failed' }),
    'dev.dome.job.failed.v1',
    failed,
  );

  const read = async (sequence: number): Promise<LogStep[]> => {
    const steps: LogStep[] = [];
    for await (const step of bench.client.followLogs({ runId }, { from: cursorAt(sequence), until: Promise.resolve() }))
      steps.push(step);
    return steps;
  };
  const gaps = (steps: readonly LogStep[]): unknown[] =>
    steps.flatMap(({ items }) => items.filter(({ kind }) => kind === 'gap'));
  expect(linesOf(await read(1))).toEqual(['a', 'b', 'c']);
  for (const sequence of [1, 2, 3]) {
    expect(gaps(await read(sequence))).toMatchObject([{ from: 4, to: 9, taskId: 'test', attempt: 1 }]);
  }
});
