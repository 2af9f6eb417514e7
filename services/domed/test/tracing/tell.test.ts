import { describe, expect, test } from 'vitest';

import { spanIdOf, traceIdOf, traceparentOf } from '@dome/contracts';
import { NO_TRACING } from '@dome/telemetry';
import type { ToldSpan, Tracing } from '@dome/telemetry';

import { readCommand } from '../../src/intake/command.ts';
import type { Command, KnownAttempt } from '../../src/job.ts';
import { jobTrace, skillTrace } from '../../src/tracing/job-trace.ts';
import { tellAttempt, tellLostAttempt, traceForSkill } from '../../src/tracing/tell.ts';
import { execute, messageOf, nowMs } from '../support/commands.ts';

const traceId = traceIdOf('a test');
const task = { traceId, spanId: spanIdOf(traceId, 'task'), isSampled: true };

function command(traceparent?: string): Command {
  const reading = readCommand(messageOf(execute()));
  if (reading.kind !== 'command') throw new Error('the command of the test cannot be read');
  return { ...reading.command, cause: { ...reading.command.cause, traceparent } };
}

function listening(records: boolean): { readonly tracing: Tracing; readonly told: ToldSpan[] } {
  const told: ToldSpan[] = [];
  return { told, tracing: { isOn: true, records: () => records, tell: (span) => void told.push(span) } };
}

const attempt = (number: number): KnownAttempt => ({
  attempt: number,
  epoch: 100 * number,
  instance: `domed-${number}`,
  startedAtMs: nowMs + 1_000 * number,
  isCounted: true,
});
const timings = { startedAtMs: nowMs + 1_100, finishedAtMs: nowMs + 1_400, executionMs: 300 };
const outcome = { result: 'success', exit: { code: 0 }, guard: 'none', timings } as const;

describe('what a skill continues', () => {
  const traced = command(traceparentOf(task));

  test('is its own span where spans are exported', () => {
    expect(traceForSkill(listening(true).tracing, traced, 7)).toEqual(skillTrace(traced, 7));
  });

  test('is the span of the task where none are', () => {
    expect(traceForSkill(NO_TRACING, traced, 7)).toEqual({ traceparent: traceparentOf(task) });
    expect(traceForSkill(NO_TRACING, command(), 7)).toEqual({});
  });

  test('is not to be recorded where the sampler leaves the trace out', () => {
    const { traceparent } = traceForSkill(listening(false).tracing, traced, 7);
    expect(traceparent).toBe(traceparentOf({ ...task, isSampled: false }));
  });
});

describe('an attempt', () => {
  test('is told in parts that are inside it, and the first with its wait', () => {
    const { told, tracing } = listening(true);
    const attempts = [attempt(1)];
    tellAttempt(tracing, { command: command(), attempts, outcome, endedAtMs: nowMs + 1_500, isRetried: false });
    const shown = told.map(({ name, startMs, endMs }) => [name.split(' ')[0], startMs - nowMs, endMs - nowMs]);
    expect(shown).toEqual([
      ['queue', 0, 1_000],
      ['process', 1_000, 1_500],
      ['skill', 1_100, 1_400],
      ['settling', 1_400, 1_500],
    ]);
  });

  test('that was lost is the same span whoever tells it, and is linked with the one before', () => {
    const lost = { command: command(), attempts: [attempt(1), attempt(2)], noticedAtMs: nowMs + 9_000 };
    const [one, other] = [listening(true), listening(true)];
    tellLostAttempt(one.tracing, lost);
    tellLostAttempt(other.tracing, { ...lost, noticedAtMs: nowMs + 9_500 });
    const [first] = lost.attempts;
    expect(one.told.map(({ context }) => context)).toEqual(other.told.map(({ context }) => context));
    expect(one.told).toHaveLength(1);
    expect(first?.epoch).toBe(100);
    expect(one.told[0]).toMatchObject({ failure: 'the attempt stopped reporting', relations: [{}] });
  });

  test('is not told where nobody listens to its trace', () => {
    const { told, tracing } = listening(false);
    tellLostAttempt(tracing, { command: command(), attempts: [attempt(1)], noticedAtMs: nowMs });
    expect(told).toEqual([]);
  });
});

test('a job without a trace begins the same one with each delivery', () => {
  expect(jobTrace(command())).toEqual(jobTrace(command()));
  expect(jobTrace(command()).traceId).not.toBe(jobTrace({ ...command(), storedAtMs: nowMs + 1 }).traceId);
});
