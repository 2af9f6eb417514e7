import { DomeError } from '@dome/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isSound } from '../../src/gates/decide.ts';
import type { RunEvent, SkillRequest } from '../../src/ports.ts';
import type { RunPage } from '../../src/runs/book.ts';
import { runRefOf } from '../../src/runs/run-ref.ts';
import { gateRecord } from '../../src/runs/state.ts';
import { SKILLS } from '../plans.ts';
import { ACCESS_DIGEST, startRun } from '../world.ts';
import type { Answer, Script, World } from '../world.ts';

const PHASES_OF_ONE_ROUND = ['submitted', 'iteration-started', 'wave-started', 'tasks-dispatched'];

/** Tests fail in the first round and pass once the patch is there. */
const release: Answer = (request): Script => {
  switch (request.skill.name) {
    case 'node-test':
      return request.iteration === 1
        ? { result: 'failure', output: { failed: 2 } }
        : { result: 'success', output: { failed: 0 } };
    case 'pack':
      return { result: 'success', output: {}, artifact: 'app.tgz' };
    case 'apply-patch':
      return { result: 'success', output: {}, workspace: 'fixed' };
    default:
      return { result: 'success', output: {} };
  }
};
const passing: Answer = (request) => release({ ...request, iteration: 2 });

async function vote(world: World, verdict: 'approve' | 'reject', user = 'grace'): Promise<void> {
  const run = runRefOf(world.runId);
  if (run === undefined) throw new Error('no run');
  await world.book.open(run, async (page: RunPage) => {
    const state = await page.reload();
    const gate = state === undefined ? undefined : gateRecord(state, 'release');
    await page.append({
      type: 'dev.dome.run.approval-given.v1',
      data: {
        runId: world.runId,
        gate: 'release',
        iteration: state?.iteration ?? 0,
        by: { user, account: 'PEOPLE', attested: true },
        roles: ['release-manager'],
        accessDigest: ACCESS_DIGEST,
        verdict,
        reason: 'because',
        evidenceDigest: gate?.requested?.value.evidenceDigest ?? '',
      },
    });
  });
  await world.pump();
}

const decisions = (world: World) =>
  world.store.of(world.runId).flatMap(({ event }) => ('decision' in event.data ? [event.data.decision] : []));

describe('the whole story', () => {
  test('rejected, remedied, approved by people, promoted', async () => {
    const world = await startRun({ answer: release });
    await world.pump();
    const state = world.state();
    expect(state.iteration).toBe(2);
    expect(gateRecord(state, 'quality', 1)?.final?.value).toMatchObject({
      status: 'REJECT',
      reasonCodes: ['TESTS_FAILED'],
      riskScore: 60,
      confidence: 1,
    });
    expect(gateRecord(state, 'release', 1)).toBeUndefined();
    expect(gateRecord(state, 'quality', 2)?.final?.value.status).toBe('APPROVE');
    expect(gateRecord(state, 'release', 2)?.decided?.value).toMatchObject({
      status: 'NEEDS_HUMAN',
      reasonCodes: ['HUMAN_REQUIRED'],
    });
    expect(state.finished).toBeUndefined();
    await vote(world, 'approve');
    const after = world.state();
    expect(after.finished?.value).toMatchObject({ result: 'success', promoted: [{ name: 'app.tgz', to: 'staging' }] });
    expect(after.finished?.value.record).toHaveLength(8);
    expect(gateRecord(after, 'release', 2)?.final?.value).toMatchObject({
      status: 'APPROVE',
      reasonCodes: ['APPROVED_BY_PEOPLE', 'HUMAN_REQUIRED'],
      decidedBy: { kind: 'people', people: ['grace'] },
      notes: ['grace: because'],
    });
    expect(world.phases().slice(0, 4)).toEqual(PHASES_OF_ONE_ROUND);
    expect(decisions(world).every(isSound)).toBe(true);
  });

  test('the second iteration works on the tree of the remedy, the remedy is told why', async () => {
    const world = await startRun({
      answer: release,
      skills: SKILLS.map((skill) => ({ ...skill, workspace: skill.workspace ?? 'ro' })),
    });
    await world.pump();
    const byTask = (taskId: string, iteration: number): SkillRequest | undefined =>
      world.commands.find((command) => command.taskId === taskId && command.iteration === iteration);
    const first = byTask('lint', 1)?.workspace?.digest;
    expect(byTask('fix', 1)?.workspace?.digest).toBe(first);
    expect(byTask('fix', 1)?.input).toEqual({ patch: 'a patch', why: ['TESTS_FAILED'] });
    expect(byTask('lint', 2)?.workspace?.digest).not.toBe(first);
    expect(byTask('pack', 1)?.input).toEqual({ name: 'app.tgz', level: 2 });
  });

  test('the promotion command carries the decision that allows it', async () => {
    const world = await startRun({ answer: passing });
    await world.pump();
    await vote(world, 'approve');
    const promotion = world.state().promotion;
    const command = world.commands.find(({ taskId }) => taskId === 'promote');
    expect(command?.authorizedBy).toEqual({
      decisionId: promotion?.value.decision.decisionId,
      sequence: promotion?.sequence,
    });
    expect(command?.input).toEqual({ digest: promotion?.value.subject.digest, to: 'staging' });
    expect(promotion?.value.decision.evidence).toHaveLength(2);
    expect(world.commands.filter(({ authorizedBy }) => authorizedBy !== undefined)).toHaveLength(1);
  });
});

describe('people', () => {
  test('one rejection closes the gate and the remedy runs', async () => {
    const world = await startRun({ answer: passing });
    await world.pump();
    await vote(world, 'reject');
    const state = world.state();
    expect(gateRecord(state, 'release', 1)?.final?.value.reasonCodes).toContain('REJECTED_BY_PEOPLE');
    expect(state.iteration).toBe(2);
    await vote(world, 'reject');
    expect(world.state().finished?.value).toMatchObject({
      result: 'failure',
      reason: 'rejected by release (HUMAN_REQUIRED, REJECTED_BY_PEOPLE); 2 iterations are over',
    });
  });

  test('nobody in time is a rejection by the policy', async () => {
    const world = await startRun({ answer: passing });
    await world.pass(3_599_000);
    expect(gateRecord(world.state(), 'release', 1)?.final).toBeUndefined();
    await world.pass(1_001);
    expect(gateRecord(world.state(), 'release', 1)?.final?.value).toMatchObject({
      status: 'REJECT',
      reasonCodes: ['APPROVAL_EXPIRED', 'HUMAN_REQUIRED'],
      decidedBy: { kind: 'policy' },
    });
  });
});

describe('failures', () => {
  test('stop: what follows is never run and the gate cannot approve', async () => {
    const plan = (await import('../plans.ts')).PLAN.replace('partialFailure: continue', 'partialFailure: stop').replace(
      'maxIterations: 2',
      'maxIterations: 1',
    );
    const policy =
      'apiVersion: dome/v1\nkind: Policy\nname: p\nversion: 1.0.0\ngates:\n  quality:\n    rules: [{id: a, expression: "true", reasonCode: NO}]\n  release:\n    human: {role: r}\n';
    const world = await startRun({ answer: release, plan, policy });
    await world.pump();
    expect(gateRecord(world.state(), 'quality', 1)?.final?.value).toMatchObject({
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
    const decision = gateRecord(world.state(), 'quality', 1)?.final?.value;
    expect(decision).toMatchObject({ status: 'REJECT', reasonCodes: ['RULE_ERROR', 'TESTS_FAILED'], confidence: 0.5 });
    expect(decision?.rules[0]).toMatchObject({ value: 'error', detail: 'field not found: output' });
  });

  test('an input that cannot be evaluated settles its task without a job', async () => {
    const { PLAN } = await import('../plans.ts');
    const plan = PLAN.replace('level: ${{ inputs.level }}', 'level: ${{ tasks.lint.output.level }}');
    const world = await startRun({ answer: passing, plan });
    await world.pump();
    const pack = world.state().tasks.get('pack_1');
    expect(pack?.dispatched).toBeUndefined();
    expect(pack?.settled?.value).toMatchObject({
      result: 'error',
      problem: { code: 'EXPRESSION_INVALID', pointer: '/input/level' },
    });
    expect(pack?.settled?.value).not.toHaveProperty('jobId');
  });

  test('what the runtime refuses for good settles, what it cannot take now is tried again', async () => {
    let away = true;
    const world = await startRun({
      answer: (request) => {
        if (request.taskId === 'lint') return new DomeError('INPUT_INVALID', { detail: 'no', pointer: '/input/x' });
        if (request.taskId === 'test' && away) return new DomeError('UNAVAILABLE', { detail: 'away' });
        return passing(request);
      },
    });
    await world.pump();
    expect(world.state().tasks.get('lint_1')?.settled?.value).toMatchObject({
      result: 'error',
      problem: { code: 'INPUT_INVALID' },
    });
    expect(world.state().tasks.get('test_1')?.settled).toBeUndefined();
    away = false;
    await world.pass(5_000);
    expect(world.state().tasks.get('test_1')?.settled?.value.result).toBe('success');
  });

  test('a silent runtime: the task is settled by its own clock, its job canceled, a late end changes nothing', async () => {
    const world = await startRun({
      answer: (request) => (request.taskId === 'test' && request.iteration === 1 ? 'silence' : passing(request)),
    });
    await world.pass(60_000 + 14_999);
    expect(world.state().tasks.get('test_1')?.settled).toBeUndefined();
    await world.pass(2);
    expect(world.state().tasks.get('test_1')?.settled?.value).toMatchObject({
      result: 'timeout',
      problem: { code: 'RUNTIME_SILENT' },
    });
    expect(world.canceled.map(({ skill }) => skill)).toEqual(['node-test']);
    const request = world.commands.find(({ taskId, iteration }) => taskId === 'test' && iteration === 1);
    if (request === undefined) throw new Error('no command');
    await world.end(request, { result: 'success', output: { failed: 0 } });
    expect(world.state().tasks.get('test_1')?.settled?.value.result).toBe('timeout');
  });

  test('past notAfter nothing is published any more', async () => {
    const world = await startRun({ answer: () => new DomeError('UNAVAILABLE', { detail: 'away' }) });
    await world.pass(11_000);
    const tried = world.store.events.length;
    await world.pass(15_000);
    expect(world.store.events).toHaveLength(tried);
    expect(world.commands).toHaveLength(0);
  });

  test('a job that carried other work under the key of the task is an error', async () => {
    const world = await startRun({ answer: () => 'silence' });
    await world.pump();
    const [request] = world.commands;
    if (request === undefined) throw new Error('no command');
    await world.end({ ...request, input: { other: true } }, { result: 'success', output: {} });
    expect(world.state().tasks.get(`${request.taskId}_1`)?.settled?.value).toMatchObject({
      result: 'error',
      problem: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  test('jobs of nobody we know are counted and leave no trace', async () => {
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
    await world.book.open(run, async (page) => {
      await page.reload();
      await page.append({ type: 'dev.dome.run.cancel-requested.v1', data });
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
      ...{ plan, policy: undefined, inputs: {} },
      answer: ({ taskId }) => ({ result: taskId === 'lint' ? a : b, output: {} }),
    });
    await world.pump();
    expect(world.state().finished?.value.result).toBe(result);
  });
});

describe('any number of replicas, any order of delivery (L10)', () => {
  const outcome = (world: World) => ({
    decisions: decisions(world)
      .map(({ gate, iteration, status, reasonCodes, riskScore, rules }) => ({
        gate,
        iteration,
        status,
        reasonCodes,
        riskScore,
        rules,
      }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    commands: new Set(world.commands.map(({ idempotencyKey }) => idempotencyKey)),
    result: world.state().finished?.value.result,
  });
  const lcg = (seed: number) => () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };

  test('give one chain with the same decisions, each made once', async () => {
    const alone = await startRun({ answer: release });
    await alone.pump();
    await vote(alone, 'approve');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 2, max: 4 }), async (seed, replicas) => {
        const world = await startRun({ answer: release, replicas, random: lcg(seed) });
        await world.pass(1_000);
        await vote(world, 'approve');
        await world.pass(1_000);
        expect(outcome(world)).toEqual(outcome(alone));
        const gates = world.store.events.filter(({ event }): boolean => event.type === 'dev.dome.run.gate-decided.v1');
        const keys = gates.map(({ event }) => decisionKey(event));
        expect(new Set(keys).size).toBe(keys.length);
        expect(world.phases().at(-1)).toBe('finished');
      }),
      { numRuns: 25 },
    );
  });
});

function decisionKey(event: RunEvent): string {
  if (event.type !== 'dev.dome.run.gate-decided.v1') return event.id;
  const { gate, iteration, decision } = event.data;
  return `${gate} ${iteration} ${decision.status === 'NEEDS_HUMAN'}`;
}
