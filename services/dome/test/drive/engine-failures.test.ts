import { CLOCKS, DomeError, LIMITS } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import type { SkillRequest } from '../../src/ports.ts';
import { runRefOf } from '@dome/runs';
import { PLAN } from '@dome/testkit';
import { endOf, finalOf } from '../states.ts';
import { startRun } from '../world.ts';
import type { Answer, Script, World } from '../world.ts';
import { passing, release } from './scenarios.ts';

describe('failures', () => {
  test('stop: later tasks never run and the gate cannot approve', async () => {
    const plan = PLAN.replace('partialFailure: continue', 'partialFailure: stop').replace(
      'maxIterations: 2',
      'maxIterations: 1',
    );
    const policy =
      'apiVersion: dome/v1\nkind: Policy\nname: p\nversion: 1.0.0\ngates:\n  quality:\n    rules: [{id: a, expression: "true", reasonCode: NO}]\n  release:\n    human: {role: r}\n';
    const world = await startRun({ answer: release, plan, policy });
    await world.pump();
    expect(finalOf(world.state(), 'quality')).toMatchObject({
      status: 'REJECT',
      reasonCodes: ['TASKS_NOT_RUN'],
      notes: ['never run: pack'],
    });
    expect(world.commands.map(({ taskId }) => taskId)).not.toContain('pack');
    expect(world.state().finished?.value.result).toBe('failure');
  });

  test('a gate that cannot be evaluated does not approve', async () => {
    const world = await startRun({
      answer: (request) => (request.taskId === 'test' ? { result: 'error' } : release(request)),
    });
    await world.pump();
    const decision = finalOf(world.state(), 'quality');
    expect(decision).toMatchObject({ status: 'REJECT', reasonCodes: ['RULE_ERROR', 'TESTS_FAILED'], confidence: 0.5 });
    expect(decision?.rules[0]).toMatchObject({
      value: 'error',
      detail: expect.stringMatching(/test ended as error, without an output/),
    });
  });

  test('an input that cannot be evaluated settles its task without a job', async () => {
    const plan = PLAN.replace('level: ${{ inputs.level }}', 'level: ${{ tasks.lint.output.level }}');
    const world = await startRun({ answer: passing, plan });
    await world.pump();
    expect(world.state().tasks.get('pack_1')).toMatchObject({ state: 'settled', dispatched: undefined });
    const pack = endOf(world.state(), 'pack');
    expect(pack).toMatchObject({
      result: 'error',
      problem: { code: 'EXPRESSION_INVALID', pointer: '/input/level' },
    });
    expect(pack).not.toHaveProperty('jobId');
  });

  test('a permanent refusal of the runtime settles a task, a temporary one is retried', async () => {
    let away = true;
    const world = await startRun({
      answer: (request) => {
        if (request.taskId === 'lint') return new DomeError('INPUT_INVALID', { detail: 'no', pointer: '/input/x' });
        if (request.taskId === 'test' && away) return new DomeError('UNAVAILABLE', { detail: 'away' });
        return passing(request);
      },
    });
    await world.pump();
    expect(endOf(world.state(), 'lint')).toMatchObject({
      result: 'error',
      problem: { code: 'INPUT_INVALID' },
    });
    expect(endOf(world.state(), 'test')).toBeUndefined();
    away = false;
    await world.pass(5_000);
    expect(endOf(world.state(), 'test')?.result).toBe('success');
  });

  test.each(['CAPABILITY_MISSING', 'DESCRIPTOR_DRIFT'] as const)(
    'a skill that is gone (%s) is waited for within a grace, then its task reports it and its job is canceled (L6)',
    async (code) => {
      const plan = PLAN.replace('total: 60s', 'total: 10m, queue: 5m');
      const gone = (request: SkillRequest): boolean => request.taskId === 'test' && request.iteration === 1;
      const world = await startRun({ plan, answer: (one) => (gone(one) ? new DomeError(code) : passing(one)) });
      await world.pass(CLOCKS.driftGraceMs - 1);
      expect(endOf(world.state(), 'test')).toBeUndefined();
      await world.pass(5_001);
      expect(endOf(world.state(), 'test')).toMatchObject({ result: 'error', problem: { code } });
      expect(world.canceled.map(({ skill }) => skill)).toEqual(['node-test']);
    },
  );

  test('a skill that comes back within the grace runs', async () => {
    const plan = PLAN.replace('total: 60s', 'total: 10m, queue: 5m');
    let gone = true;
    const world = await startRun({
      plan,
      answer: (one) => (gone ? new DomeError('CAPABILITY_MISSING') : passing(one)),
    });
    await world.pass(CLOCKS.driftGraceMs - 5_000);
    gone = false;
    await world.pass(5_000);
    expect(endOf(world.state(), 'test')?.result).toBe('success');
  });

  test('an installation may let tasks wait longer for their skill, within their queue clock', async () => {
    const plan = PLAN.replace('total: 60s', 'total: 2h, queue: 1h');
    let gone = true;
    const answer: Answer = (one) =>
      gone && one.taskId === 'test' ? new DomeError('CAPABILITY_MISSING') : passing(one);
    const patient = await startRun({ plan, driftGraceMs: 86_400_000, answer });
    await patient.pass(3_000_000);
    expect(endOf(patient.state(), 'test')).toBeUndefined();
    gone = false;
    await patient.pass(5_000);
    expect(endOf(patient.state(), 'test')?.result).toBe('success');
    gone = true;
    const late = await startRun({ plan, driftGraceMs: 86_400_000, answer });
    await late.pass(3_600_000);
    expect(endOf(late.state(), 'test')?.problem).toMatchObject({ code: 'CAPABILITY_MISSING' });
  });

  test('a missing skill is reported before the deadline of its command', async () => {
    const world = await startRun({ answer: () => new DomeError('CAPABILITY_MISSING') });
    await world.pass(10_000);
    expect(endOf(world.state(), 'test')?.problem).toMatchObject({ code: 'CAPABILITY_MISSING' });
  });

  test('a job that another replica sent in time is waited for, even if its skill is gone now', async () => {
    const world = await startRun({ answer: () => new DomeError('CAPABILITY_MISSING'), begun: () => true });
    await world.pass(29_000);
    expect(endOf(world.state(), 'test')).toBeUndefined();
    expect(world.canceled).toEqual([]);
  });

  test('a silent runtime: the task is settled by its own clock, its job is canceled, a late end changes nothing', async () => {
    const world = await startRun({
      answer: (request) => (request.taskId === 'test' && request.iteration === 1 ? 'silence' : passing(request)),
    });
    await world.pass(60_000 + 14_999);
    expect(endOf(world.state(), 'test')).toBeUndefined();
    await world.pass(2);
    expect(endOf(world.state(), 'test')).toMatchObject({
      result: 'timeout',
      problem: { code: 'RUNTIME_SILENT' },
    });
    expect(world.canceled.map(({ skill }) => skill)).toEqual(['node-test']);
    const request = world.commands.find(({ taskId, iteration }) => taskId === 'test' && iteration === 1);
    if (request === undefined) throw new Error('no command');
    await world.end(request, { result: 'success', output: { failed: 0 } });
    expect(endOf(world.state(), 'test')?.result).toBe('timeout');
  });

  test('nothing is published after notAfter', async () => {
    const world = await startRun({ answer: () => new DomeError('UNAVAILABLE', { detail: 'away' }) });
    await world.pass(11_000);
    const tried = world.store.events.length;
    await world.pass(15_000);
    expect(world.store.events).toHaveLength(tried);
    expect(world.commands).toHaveLength(0);
  });

  test('a job with other work under the key of the task is an error', async () => {
    const world = await startRun({ answer: () => 'silence' });
    await world.pump();
    const [request] = world.commands;
    if (request === undefined) throw new Error('no command');
    await world.end({ ...request, input: { other: true } }, { result: 'success', output: {} });
    expect(endOf(world.state(), request.taskId)).toMatchObject({
      result: 'error',
      problem: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  test('values of the greatest depth pass, and deeper ones end their task but not their run', async () => {
    const plan = PLAN.replace('name: app.tgz', 'name: {a: {b: "${{ inputs.x }}"}}').replace(
      'level: {',
      'x: {}\n    level: {',
    );
    const deep = (depth: number): Promise<World> =>
      startRun({
        plan,
        inputs: { patch: 'p', level: 1, x: nested(depth) },
        answer: () => ({ result: 'success', output: { failed: 0, deep: nested(depth + 4) } }),
      });
    const passes = await deep(53);
    await passes.pump();
    expect(endOf(passes.state(), 'pack')?.result).toBe('success');
    expect(endOf(passes.state(), 'lint')).not.toHaveProperty('output');
    const ends = await deep(54);
    await ends.pump();
    expect(endOf(ends.state(), 'pack')?.problem).toMatchObject({
      code: 'INPUT_INVALID',
      pointer: '/input',
    });
  });

  test('a terminal without a canonical form still ends the task', async () => {
    const world = await startRun({ answer: () => 'silence' });
    await world.pump();
    const [request] = world.commands;
    if (request === undefined) throw new Error('no command');
    await world.end(request, { result: 'success', output: { large: '\ud800'.repeat(20_000) } });
    const settled = endOf(world.state(), request.taskId);
    expect(settled).toMatchObject({ result: 'success' });
    expect(settled).not.toHaveProperty('outputDigest');
  });

  test('many refusals with long texts are settled by as many events as they need', async () => {
    const tasks = Array.from({ length: 250 }, (_, n) => `  t${n}: {uses: lint@^1}\n`).join('');
    const plan = `apiVersion: dome/v1\nkind: Plan\nname: wide\nversion: 1.0.0\ntasks:\n${tasks}`;
    const refusal = new DomeError('INPUT_INVALID', { detail: 'x'.repeat(4_000) });
    const world = await startRun({ plan, policy: undefined, inputs: {}, answer: () => refusal });
    await world.pump();
    expect(world.state().finished?.value.result).toBe('error');
    const sizes = world.store.events.map(({ event }) => Buffer.byteLength(JSON.stringify(event)));
    expect(Math.max(...sizes)).toBeLessThan(LIMITS.messageBytes);
  });

  test('jobs of unknown runs are counted and leave no trace', async () => {
    const world = await startRun({ answer: () => 'silence' });
    await world.pump();
    const [request] = world.commands;
    if (request === undefined) throw new Error('no command');
    const stored = world.store.events.length;
    await world.end({ ...request, runId: 'script_1' }, { result: 'success' });
    await world.end({ ...request, runId: 'other-bbbbbbbb' }, { result: 'success' });
    await world.end({ ...request, taskId: 'nobody' }, { result: 'success' });
    await world.end({ ...request, idempotencyKey: 'other' }, { result: 'success' });
    expect(world.settler.counts).toEqual({ settled: 0, unknownRuns: 2, unknownTasks: 2 });
    expect(world.store.events).toHaveLength(stored);
  });
});

describe('cancel', () => {
  const cancel = async (world: World): Promise<void> => {
    const run = runRefOf(world.runId);
    if (run === undefined) throw new Error('no run');
    const data = { runId: world.runId, by: { user: 'ada', account: 'PEOPLE', attested: true }, reason: 'enough' };
    await world.cache.open(run, async (cached) => {
      await cached.reload();
      await cached.append({ type: 'dev.dome.run.cancel-requested.v1', data });
    });
    await world.pump();
  };

  test('cancels open jobs and ends when they have ended', async () => {
    const world = await startRun({ answer: () => 'silence' });
    await world.pump();
    await cancel(world);
    expect(world.canceled.map(({ skill }) => skill).toSorted()).toEqual(['lint', 'node-test']);
    expect(world.state().finished).toBeUndefined();
    for (const request of world.commands) await world.end(request, { result: 'cancellation' });
    await world.pump();
    expect(world.state().finished?.value).toMatchObject({ result: 'cancellation', reason: 'canceled by ada: enough' });
    expect(world.phases().filter((phase) => phase === 'wave-started')).toHaveLength(1);
  });

  test('while people are asked ends at once', async () => {
    const world = await startRun({ answer: passing });
    await world.pump();
    await cancel(world);
    expect(world.state().finished?.value.result).toBe('cancellation');
  });
});

describe('without gates', () => {
  const plan =
    'apiVersion: dome/v1\nkind: Plan\nname: bare\nversion: 1.0.0\ntasks:\n  lint: {uses: lint@^1}\n  test: {uses: node-test@^1}\n';
  test.each<[Script['result'], Script['result'], string]>([
    ['success', 'success', 'success'],
    ['success', 'skip', 'success'],
    ['failure', 'timeout', 'timeout'],
    ['error', 'timeout', 'error'],
    ['success', 'failure', 'failure'],
  ])('%s and %s end as %s', async (a, b, result) => {
    const world = await startRun({
      plan,
      policy: undefined,
      inputs: {},
      answer: ({ taskId }) => ({ result: taskId === 'lint' ? a : b, output: {} }),
    });
    await world.pump();
    expect(world.state().finished?.value.result).toBe(result);
  });
});
