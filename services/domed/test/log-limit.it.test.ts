// What one skill may print, and what happens to a log that the broker does not store: the job ends either way.
import { STREAMS } from '@dome/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, setStream, startStack } from './support/stack.ts';
import type { Daemon, Job, Seen, Stack } from './support/stack.ts';

let stack: Stack;
let daemon: Daemon;

beforeAll(async () => {
  stack = await startStack({ skills: ['shell', 'brief'] });
  daemon = await stack.daemon();
});
afterAll(() => stack[Symbol.asyncDispose]());

interface Told {
  readonly lines: number;
  readonly endSequence?: number;
  readonly truncated?: {
    readonly fromLine: number;
    readonly lines: number;
    readonly bytes: number;
    readonly reason: string;
  };
}

async function ended(job: Job): Promise<Told> {
  const chain = await stack.ended(job, 60_000);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  expect(faultsOf(chain)).toEqual([]);
  return dataOf(chain.at(-1))['logs'] as Told;
}

const lineCount = (records: readonly Seen[]): number =>
  records.reduce((sum, { event }) => sum + (event.type === 'dev.dome.job.log.v1' ? event.data.lineCount : 0), 0);

const storedBytes = (records: readonly Seen[]): number =>
  records.reduce((sum, { event }) => sum + Buffer.byteLength(JSON.stringify(event)), 0);

it('keeps as much of a log as the skill may have, with a line at the cut, and the job succeeds', async () => {
  const job = await stack.send({ skill: 'brief', input: { script: 'seq -f "%.0f and many words beside it" 1000000' } });
  const logs = await ended(job);
  const records = await stack.logs(job);
  expect(storedBytes(records)).toBeLessThan(400_000);
  // One line more than were printed: the one that reports the cut.
  const stored = lineCount(records);
  expect(logs).toMatchObject({ lines: 1_000_001, truncated: { reason: 'limit', fromLine: stored + 1 } });
  expect(logs.truncated?.lines).toBe(1_000_001 - stored);
  expect(dataOf(records.at(-2))).toMatchObject({ stream: 'system', firstLine: stored, lineCount: 1 });
  expect(dataOf(records.at(-1))).toMatchObject({ lines: logs.lines, truncated: logs.truncated });
  expect(records.at(-1)?.sequence).toBe(logs.endSequence);
});

it.each([
  ['annotations', 'yes "::notice::x" | head -n 200000'],
  ['lines of one letter on two streams', 'for i in {1..40000}; do echo x; echo y >&2; done'],
])('bounds what is stored of a flood of %s', async (_what, script) => {
  const job = await stack.send({ skill: 'brief', input: { script } });
  await ended(job);
  expect(storedBytes(await stack.logs(job))).toBeLessThan(400_000);
});

it('ends a job whose log the broker refuses, and says where it was cut', async () => {
  const { messages } = await setStream(stack, STREAMS.JOB_LOGS, {});
  await setStream(stack, STREAMS.JOB_LOGS, { discard: 'new', max_msgs: messages + 2 });
  const script = 'for i in {1..300}; do echo "line $i"; sleep 0.01; done';
  const job = await stack.send({ skill: 'shell', input: { script } });
  const refused = await ended(job);
  expect(refused).toMatchObject({ lines: 300, truncated: { reason: 'no-room' } });
  expect(refused.endSequence).toBeUndefined();
  const stored = lineCount(await stack.logs(job));
  expect(refused.truncated).toMatchObject({ fromLine: stored + 1, lines: 300 - stored });
  expect(
    daemon.log.filter(({ msg, jobId }) => msg === 'the log of an attempt is cut' && jobId === job.jobId),
  ).toHaveLength(1);

  await setStream(stack, STREAMS.JOB_LOGS, { discard: 'old', max_msgs: -1 });
  const next = await ended(await stack.send({ skill: 'shell', input: { script: 'echo again' } }));
  expect(next).toMatchObject({ lines: 1, endSequence: expect.any(Number) });
  expect(next.truncated).toBeUndefined();
});
