import { DomeError, STREAMS } from '@dome/contracts';
import type { RunView } from '@dome/contracts';
import { LAWFUL_PLAN, SKILLS, eventually, startPlanesServer, startWireTap } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { controlClientOf, release, runWhen, startReplica } from './bench.ts';
import { release as twoRounds } from './drive/scenarios.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';
import type { ScriptOf, ScriptedRuntime } from './scripted-runtime.ts';

/** Tests fail in the first round and pass in the second; a run with the label waits in its first wave. */
const script: ScriptOf = (command) =>
  command.skill.name === 'node-test' && command.runId.startsWith('slow-') ? 'silence' : twoRounds(command);

let server: PlanesServer;
let runtime: ScriptedRuntime;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const skills = SKILLS.map(({ name }) => ({ pool: 'default', skill: name }));
  server = stack.use(await startPlanesServer({ people: ['ada', 'grace', 'eve'], skills }));
  runtime = stack.use(await startScriptedRuntime(server, SKILLS, script));
  stack.use(await startReplica(server, 'dome-1'));
  stack.use(await startReplica(server, 'dome-2'));
});
afterAll(() => stack.disposeAsync());

const waits = (run: RunView): boolean => run.state === 'waiting';
const isOver = (run: RunView): boolean => run.state === 'finished';
const refusal = (code: string) => expect.objectContaining({ code });

async function storedRunEvents(): Promise<number> {
  const jsm = await jetstreamManager(await server.connectAs('dome-provisioner'));
  return (await jsm.streams.info(STREAMS.RUN_EVENTS)).state.messages;
}

describe('a release on the real wire, two replicas', () => {
  test('is rejected, remedied, approved by a second person and promoted; the wire keeps the contract', async () => {
    await using tap = await startWireTap({ credentials: (user) => server.credentials(user) });
    const [ada, grace] = [await controlClientOf(server, 'ada'), await controlClientOf(server, 'grace')];
    const submitted = await ada.runs.submit(release());
    expect(submitted).toMatchObject({ plan: 'release', existing: false });
    const { runId } = submitted;
    const waiting = await runWhen(ada, runId, waits);
    expect(waiting).toMatchObject({
      iteration: 2,
      waitingFor: expect.stringMatching(/^release-manager on the gate release/),
    });
    expect(waiting.gates.map(({ gate, iteration, decision }) => `${gate} ${iteration} ${decision?.status}`)).toEqual([
      'quality 1 REJECT',
      'quality 2 APPROVE',
      'release 2 NEEDS_HUMAN',
    ]);
    const [gate] = (await grace.gates.list({ runId })).gates;
    const vote = { runId, gate: 'release', verdict: 'approve' as const, evidenceDigest: gate?.evidenceDigest ?? '' };
    await expect(ada.gates.decide(vote)).rejects.toThrow(refusal('SELF_APPROVAL'));
    await expect(grace.gates.decide({ ...vote, gate: 'releas' })).rejects.toThrow(/did you mean release/);
    const stale = { ...vote, evidenceDigest: `sha256:${'0'.repeat(64)}` };
    await expect(grace.gates.decide(stale)).rejects.toThrow(refusal('EVIDENCE_CHANGED'));
    const eve = await controlClientOf(server, 'eve');
    await expect(eve.gates.decide(vote)).rejects.toThrow(refusal('FORBIDDEN'));
    const first = await grace.gates.decide({ ...vote, reason: 'looks right' });
    expect(first).toMatchObject({ by: 'grace', existing: false, iteration: 2 });
    expect(await grace.gates.decide({ ...vote, verdict: 'reject' })).toEqual({ ...first, existing: true });
    const run = await runWhen(ada, runId, isOver);
    expect(run).toMatchObject({ result: 'success', promotion: { name: 'app.tgz', to: 'staging', done: true } });
    const promote = runtime.commands.find(({ taskId }) => taskId === 'promote');
    const decided = run.promotion?.digest;
    expect(promote?.input).toEqual({
      digest: decided,
      to: 'staging',
      promotion: { name: 'app.tgz', digest: decided, from: 'build', to: 'staging' },
    });
    expect(promote?.authorizedBy?.decisionId).toMatch(/^sha256:/);
    expect((await tap.report()).findings).toEqual([]);
  });

  test('the same submission gives the same run, another one under the key is refused', async () => {
    const ada = await controlClientOf(server, 'ada');
    const first = await ada.runs.submit(release({ idempotencyKey: 'twice' }));
    const again = await Promise.all([1, 2, 3].map(() => ada.runs.submit(release({ idempotencyKey: 'twice' }))));
    for (const reply of again) expect(reply).toEqual({ ...first, existing: true });
    await expect(ada.runs.submit(release({ idempotencyKey: 'twice', inputs: { patch: 'other' } }))).rejects.toThrow(
      refusal('IDEMPOTENCY_KEY_REUSED'),
    );
  });

  test('a run may name the one that it repeats, which must exist, and is a run of its own', async () => {
    const ada = await controlClientOf(server, 'ada');
    const first = await ada.runs.submit(release({ idempotencyKey: 'once' }));
    const retry = release({ idempotencyKey: 'once more', retryOf: first.runId });
    const again = await ada.runs.submit(retry);
    expect(again).toMatchObject({ existing: false });
    expect(await ada.runs.get(again.runId)).toMatchObject({ retryOf: first.runId });
    expect(await ada.runs.get(first.runId)).not.toHaveProperty('retryOf');
    expect(await ada.runs.submit(retry)).toEqual({ ...again, existing: true });
    await expect(ada.runs.submit({ ...retry, retryOf: again.runId })).rejects.toThrow(
      refusal('IDEMPOTENCY_KEY_REUSED'),
    );
    for (const retryOf of ['release-zzzzzzzz', 'nothing']) {
      await expect(ada.runs.submit(release({ idempotencyKey: 'none', retryOf }))).rejects.toThrow(refusal('NOT_FOUND'));
    }
  });

  test('one of many racing submissions creates the run', async () => {
    const ada = await controlClientOf(server, 'ada');
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => ada.runs.submit(release({ idempotencyKey: 'race' }))),
    );
    expect(new Set(replies.map(({ runId, sequence }) => `${runId} ${sequence}`)).size).toBe(1);
    expect(replies.filter(({ existing }) => !existing)).toHaveLength(1);
  });

  test('lists show it newest first, in pages', async () => {
    const ada = await controlClientOf(server, 'ada');
    const newest = await ada.runs.submit(release({ idempotencyKey: 'newest' }));
    const page = await ada.runs.list({ plan: 'release', limit: 1 });
    expect(page.runs[0]?.runId).toBe(newest.runId);
    const rest = await ada.runs.list({ plan: 'release', ...(page.next === undefined ? {} : { after: page.next }) });
    expect(rest.runs.map(({ runId }) => runId)).not.toContain(newest.runId);
    expect(rest.runs.length).toBeGreaterThan(0);
    expect((await ada.runs.list({ plan: 'nothing' })).runs).toEqual([]);
  });

  test('lists have whatever was stored when they were asked for, on every replica', async () => {
    const ada = await controlClientOf(server, 'ada');
    for (let round = 1; round <= 12; round += 1) {
      const { runId } = await ada.runs.submit(release({ idempotencyKey: `listed-${round}` }));
      const lists = await Promise.all([1, 2, 3, 4].map(() => ada.runs.list({ limit: 1 })));
      expect(lists.map(({ runs }) => runs[0]?.runId)).toEqual([runId, runId, runId, runId]);
    }
    const { runId } = await ada.runs.submit(release({ idempotencyKey: 'heard' }));
    await runWhen(ada, runId, waits);
    expect((await ada.gates.list({ runId })).gates).toMatchObject([{ gate: 'release' }]);
  });

  test('health reports its state', async () => {
    const ada = await controlClientOf(server, 'ada');
    const said = await ada.health();
    expect(said).toMatchObject({ status: 'ok', counts: { unknownTasks: 0, undecodable: 0 } });
    expect(said).toMatchObject({ eventLoop: { p99Ms: expect.any(Number) }, memory: { rssBytes: expect.any(Number) } });
  });
});

describe('a refusal stores nothing', () => {
  test.each<[string, Parameters<typeof release>[0], string]>([
    ['a plan that does not hold', { plan: LAWFUL_PLAN.replace('[lint, test]', '[lnt]') }, 'PLAN_INVALID'],
    ['a skill that nobody serves', { plan: LAWFUL_PLAN.replace('lint@^1', 'lints@^1') }, 'CAPABILITY_MISSING'],
    ['a version that nobody serves', { plan: LAWFUL_PLAN.replace('lint@^1', 'lint@^9') }, 'CAPABILITY_MISSING'],
    ['inputs that break the schema', { inputs: { patch: 1 } }, 'INPUT_INVALID'],
    ['too few documents', { policy: '' }, 'PLAN_INVALID'],
  ])('%s', async (_, change, code) => {
    const ada = await controlClientOf(server, 'ada');
    const before = await settledEvents();
    await expect(ada.runs.submit(release({ idempotencyKey: 'refused', ...change }))).rejects.toThrow(refusal(code));
    expect(await storedRunEvents()).toBe(before);
  });

  test('without a workspace that a task needs', async () => {
    const ada = await controlClientOf(server, 'ada');
    const { workspace: _, ...bare } = release({ idempotencyKey: 'bare' });
    await expect(ada.runs.submit(bare)).rejects.toThrow(refusal('WORKSPACE_MISSING'));
  });

  test('by somebody without the role', async () => {
    const eve = await controlClientOf(server, 'eve');
    await expect(eve.runs.submit(release())).rejects.toThrow(refusal('FORBIDDEN'));
    await expect(eve.runs.get('release-aaaaaaaa')).rejects.toThrow(refusal('NOT_FOUND'));
  });

  /** Runs of other tests may still be moving. */
  async function settledEvents(): Promise<number> {
    const ada = await controlClientOf(server, 'ada');
    await eventually(async () => {
      const { runs } = await ada.runs.list({ state: 'executing' });
      if (runs.length > 0) throw new Error('runs are moving');
    });
    return await storedRunEvents();
  }
});

describe('validating a plan', () => {
  test('shows the waves and, when asked, the lock', async () => {
    const ada = await controlClientOf(server, 'ada');
    const reply = await ada.plan.validate({ plan: LAWFUL_PLAN, resolve: true });
    expect(reply.waves).toEqual([['lint', 'test'], ['pack']]);
    expect(reply.lock.map(({ skill, version }) => `${skill}@${version}`)).toContain('node-test@1.0.0');
    const bad = ada.plan.validate({ plan: LAWFUL_PLAN.replace('tasks:', 'task:') });
    await expect(bad).rejects.toThrow(/plan \d+:\d+: .*did you mean tasks/);
  });
});

describe('canceling a run', () => {
  test('cancels its open job and ends it', async () => {
    const [ada, grace] = [await controlClientOf(server, 'ada'), await controlClientOf(server, 'grace')];
    const plan = LAWFUL_PLAN.replace('name: release', 'name: slow');
    const { runId } = await ada.runs.submit(release({ plan, idempotencyKey: 'slow' }));
    const out = (run: RunView): boolean =>
      run.tasks.some(({ taskId, state }) => taskId === 'test' && state === 'dispatched');
    await runWhen(ada, runId, out);
    await eventually(() => runtime.commands.some((command) => command.runId === runId && command.taskId === 'test'));
    await expect((await controlClientOf(server, 'eve')).runs.cancel({ runId, reason: 'no' })).rejects.toThrow(
      DomeError,
    );
    expect(await grace.runs.cancel({ runId, reason: 'enough' })).toMatchObject({ runId });
    const run = await runWhen(ada, runId, isOver);
    expect(run).toMatchObject({ result: 'cancellation', reason: 'canceled by grace: enough' });
    expect(runtime.canceled).toHaveLength(1);
    expect(await grace.runs.cancel({ runId })).toMatchObject({ state: 'finished' });
  });
});
