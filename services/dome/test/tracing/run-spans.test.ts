import { describe, expect, test } from 'vitest';

import { NO_TRACING } from '@dome/telemetry';
import type { ToldSpan, Tracing } from '@dome/telemetry';

import { spansEndedBy } from '../../src/tracing/run-spans.ts';
import { gateSpan, promotionSpan, runTrace, taskSpan } from '../../src/tracing/run-trace.ts';
import { release, vote } from '../drive/scenarios.ts';
import { startRun } from '../world.ts';
import type { World, WorldOptions } from '../world.ts';

interface Traced {
  readonly world: World;
  readonly told: readonly ToldSpan[];
}

/** The whole story: rejected, remedied, approved by people, promoted. */
async function tracedRelease(options: Partial<WorldOptions> = {}): Promise<Traced> {
  const told: ToldSpan[] = [];
  const tracing: Tracing = { isOn: true, records: () => true, tell: (span) => void told.push(span) };
  const world = await startRun({ answer: release, tracing, ...options });
  await world.pump();
  // People take their time.
  await world.pass(1_800_000);
  await vote(world, 'approve');
  return { world, told };
}

const named = ({ told }: Traced, name: string): ToldSpan[] => told.filter((span) => span.name === name);
const idsOf = (spans: readonly ToldSpan[]): string[] => spans.map(({ context }) => context.spanId).toSorted();

describe('the spans of a run', () => {
  test('are one tree below the run', async () => {
    const { world, told } = await tracedRelease();
    const run = runTrace(world.state()).run;
    const known = new Set(idsOf(told));
    const roots = told.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.map(({ name, context }) => [name, context])).toEqual([['RUN release', run]]);
    expect(told.filter(({ parentSpanId = run.spanId }) => !known.has(parentSpanId))).toEqual([]);
    expect(new Set(told.map(({ context }) => context.traceId))).toEqual(new Set([run.traceId]));
  });

  test('have an id each, and one for every task, gate and command of every round', async () => {
    const { world, told } = await tracedRelease();
    const { tasks, gates } = world.state();
    expect(new Set(idsOf(told)).size).toBe(told.length);
    // The run and its promotion besides.
    expect(told).toHaveLength(2 * tasks.size + gates.size + 2);
  });

  test('are the same whichever replicas see it, though some are told again', async () => {
    const alone = await tracedRelease();
    const among = await tracedRelease({ replicas: 3, random: Math.random });
    expect(new Set(idsOf(among.told)).size).toBe(alone.told.length);
    const kinds = (spans: readonly ToldSpan[]) => new Set(spans.map(({ name, kind }) => `${kind} ${name}`));
    expect(kinds(among.told)).toEqual(kinds(alone.told));
  });

  test('belong to whoever submitted', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const [run] = named(await tracedRelease({ trace: { traceparent } }), 'RUN release');
    expect(run?.context.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(run?.parentSpanId).toBe('00f067aa0ba902b7');
  });

  test('change no event', async () => {
    const [on, off] = [await tracedRelease(), await tracedRelease({ tracing: NO_TRACING })];
    expect(on.world.store.events).toEqual(off.world.store.events);
    expect(on.world.commands).toEqual(off.world.commands);
    expect(off.told).toEqual([]);
  });

  test('say nothing of events that end nothing', async () => {
    const { world } = await tracedRelease();
    expect(spansEndedBy(world.state(), 1)).toEqual([]);
  });
});

describe('a gate that waits for people', () => {
  test('is as long as they took, with what they said and when', async () => {
    const traced = await tracedRelease();
    const [gate] = named(traced, 'gate release');
    expect((gate?.endMs ?? 0) - (gate?.startMs ?? 0)).toBe(1_800_000);
    expect(gate?.moments?.map(({ name }) => name)).toEqual(['asked', 'vote']);
    expect(gate?.attributes).toMatchObject({
      'dome.gate.name': 'release',
      'dome.gate.asked_people': true,
      'dome.decision.status': 'APPROVE',
      'dome.decision.reason_codes': ['APPROVED_BY_PEOPLE', 'HUMAN_REQUIRED'],
    });
    expect(JSON.stringify(traced.told)).not.toContain('grace');
  });
});

describe('a task', () => {
  test('that failed says why, and one that passed says nothing', async () => {
    const tests = named(await tracedRelease(), 'test');
    expect(tests.map(({ failure }) => failure !== undefined)).toEqual([true, false]);
    expect(tests[0]?.attributes).toMatchObject({
      'cicd.pipeline.task.name': 'test',
      'cicd.pipeline.task.run.result': 'failure',
      'dome.run.iteration': 1,
      'dome.skill.name': 'node-test',
    });
  });

  test('is linked with what it follows', async () => {
    const traced = await tracedRelease();
    const state = traced.world.state();
    const followed = (name: string, n = 0): string[] =>
      (named(traced, name)[n]?.relations ?? []).map(({ to }) => to.spanId).toSorted();
    expect(followed('fix')).toEqual([gateSpan(state, 'quality', 1).spanId]);
    expect(followed('promote')).toContain(promotionSpan(state).spanId);
    const checks = ['lint', 'test', 'pack'].map((taskId) => taskSpan(state, { taskId, iteration: 2 }).spanId);
    expect(followed('gate release')).toEqual(expect.arrayContaining(checks));
  });
});
