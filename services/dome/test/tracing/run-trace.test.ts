import { describe, expect, test } from 'vitest';

import { parseTraceparent } from '@dome/contracts';

import { gateSpan, promotionSpan, publishSpan, runTrace, taskSpan } from '../../src/tracing/run-trace.ts';
import { passing, release } from '../drive/scenarios.ts';
import { startRun } from '../world.ts';
import type { World } from '../world.ts';

const PARENT = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'vendor=1' };

const tracesOf = (world: World): (string | undefined)[] => [
  ...new Set(world.commands.map(({ traceparent }) => parseTraceparent(traceparent)?.traceId)),
];

describe('the trace of a run', () => {
  test('is one, over every round, whichever replica publishes', async () => {
    const world = await startRun({ answer: release, replicas: 3, random: Math.random });
    await world.pump();
    expect(tracesOf(world)).toEqual([runTrace(world.state()).run.traceId]);
    for (const command of world.commands)
      expect(parseTraceparent(command.traceparent)).toEqual(taskSpan(world.state(), command));
  });

  test('is that of whoever submitted, with its state', async () => {
    const world = await startRun({ answer: passing, trace: PARENT });
    await world.pump();
    expect(tracesOf(world)).toEqual(['4bf92f3577b34da6a3ce929d0e0e4736']);
    expect(runTrace(world.state()).parentSpanId).toBe('00f067aa0ba902b7');
    expect(new Set(world.commands.map(({ tracestate }) => tracestate))).toEqual(new Set(['vendor=1']));
  });

  test('stays unrecorded if whoever submitted wants it so', async () => {
    const traceparent = PARENT.traceparent.replace(/01$/, '00');
    const world = await startRun({ answer: passing, trace: { traceparent } });
    await world.pump();
    expect(world.commands.map((command) => parseTraceparent(command.traceparent)?.isSampled)).not.toContain(true);
  });

  test('names no two of its spans alike', async () => {
    const world = await startRun({ answer: release });
    await world.pump();
    const state = world.state();
    const keys = [...state.tasks.values()].map(({ key }) => key);
    const gates = [...state.gates.values()].map(({ gate, iteration }) => gateSpan(state, gate, iteration));
    const tasks = keys.flatMap((key) => [taskSpan(state, key), publishSpan(state, key)]);
    const spans = [runTrace(state).run, promotionSpan(state), ...gates, ...tasks];
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  });
});
