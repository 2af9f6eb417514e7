import { createManualClock } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { endingOf } from '../../src/attempt/ending.ts';
import { createEnders } from '../../src/attempt/enders.ts';
import type { ExecutionOutcome } from '../../src/execution.ts';
import { readCommand } from '../../src/intake/command.ts';
import { JobInHand } from '../../src/intake/job-in-hand.ts';
import { STOP_REASONS, stopReasonOf } from '../../src/stop-reasons.ts';
import type { StopReason } from '../../src/stop-reasons.ts';
import { execute, messageOf, nowMs } from '../support/commands.ts';

const reading = readCommand(messageOf(execute()));
if (reading.kind !== 'command') throw reading.undecodable.error;
const { command } = reading;

const stopped: ExecutionOutcome = {
  result: 'cancellation',
  exit: {},
  artifacts: [],
  materials: [],
  guard: 'none',
  cancelOutcome: 'killed',
  timings: { startedAtMs: nowMs, finishedAtMs: nowMs, executionMs: 0 },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
const endingFor = (stop: StopReason | undefined) =>
  endingOf({
    command,
    outcome: stopped,
    stop,
    spent: 3,
    uncounted: 0,
    nowMs,
    totalUntilMs: nowMs + 60_000,
    chance: 0,
  });

describe('an attempt that is stopped', () => {
  test('by a cancel, or for an unknown reason, has canceled its job', () => {
    for (const stop of ['cancel', undefined] as const)
      expect(endingFor(stop)).toEqual({ kind: 'terminal', phase: 'canceled' });
  });

  test('by the end of its daemon is handed back at once and uncounted, even after the last attempt', () => {
    expect(endingFor('drain')).toMatchObject({
      kind: 'retrying',
      counted: false,
      nextAttemptAtMs: nowMs,
      problem: {
        code: 'UNAVAILABLE',
        detail: 'the daemon is shutting down; another daemon takes the job',
        retryable: true,
      },
    });
  });

  test.each(['superseded', 'heartbeat-lost'] as const)('because it is %s writes nothing', (stop) => {
    expect(() => endingFor(stop)).toThrow(STOP_REASONS[stop].detail);
    const job = new JobInHand(messageOf(execute()), { deliveryCount: 1, ackWaitMs: 3_000, arrivedMs: 0 });
    job.silence(stop);
    expect(job).toMatchObject({ isSilenced: true, isEnding: false, signal: { reason: stop } });
    expect(STOP_REASONS[stop].grace).toBe('none');
  });

  test.each([
    ...Object.keys(STOP_REASONS).map((reason) => [reason, reason]),
    ...[undefined, 'toString', new Error('whatever')].map((given) => [given, 'cancel']),
  ])('by %s ends because of a %s', async (given, reason) => {
    const clock = createManualClock();
    const stop = new AbortController();
    const request = { executionMs: 1_000, heartbeatMs: 1_000, deadlineMs: clock.now() + 1_000 };
    using enders = createEnders({ clock, signal: stop.signal, request, lastSignMs: () => 0 });
    expect(stopReasonOf(stop.signal)).toBeUndefined();
    stop.abort(given);
    expect(await enders.first).toEqual({ kind: 'stop', reason });
    expect(stopReasonOf(stop.signal)).toBe(reason);
  });
});
