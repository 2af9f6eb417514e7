import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { fold, gateAt } from '@dome/runs';
import type { RunEvent } from '@dome/runs';
import { PLAN, SKILLS } from '@dome/testkit';

import { next } from '../../src/chain/next.ts';
import type { SkillRequest } from '../../src/ports.ts';
import { isSound } from '../gates/sound.ts';
import { finalOf } from '../states.ts';
import { NOTHING_STANDS } from '../../src/environments/standing.ts';
import { LAW } from '../law-of.ts';
import { startRun } from '../world.ts';
import type { World } from '../world.ts';
import { passing, release, vote } from './scenarios.ts';

const PHASES_OF_ONE_ROUND = ['submitted', 'iteration-started', 'wave-started', 'tasks-dispatched'];

const decisions = (world: World) =>
  world.store.of(world.runId).flatMap(({ event }) => ('decision' in event.data ? [event.data.decision] : []));

describe('the whole story', () => {
  test('rejected, remedied, approved by people, promoted', async () => {
    const world = await startRun({ answer: release });
    await world.pump();
    const state = world.state();
    expect(state.iteration).toBe(2);
    expect(finalOf(state, 'quality', 1)).toMatchObject({
      status: 'REJECT',
      reasonCodes: ['TESTS_FAILED'],
      riskScore: 60,
      confidence: 1,
    });
    expect(gateAt(state, 'release', 1)).toBeUndefined();
    expect(finalOf(state, 'quality', 2)?.status).toBe('APPROVE');
    expect(gateAt(state, 'release', 2)?.decided.value).toMatchObject({
      status: 'NEEDS_HUMAN',
      reasonCodes: ['HUMAN_REQUIRED'],
    });
    expect(state.finished).toBeUndefined();
    await vote(world, 'approve');
    const after = world.state();
    expect(after.finished?.value).toMatchObject({ result: 'success', promoted: [{ name: 'app.tgz', to: 'staging' }] });
    expect(after.finished?.value.record).toHaveLength(8);
    expect(finalOf(after, 'release', 2)).toMatchObject({
      status: 'APPROVE',
      reasonCodes: ['APPROVED_BY_PEOPLE', 'HUMAN_REQUIRED'],
      decidedBy: { kind: 'people', people: ['grace'] },
      notes: ['grace: because'],
    });
    expect(world.phases().slice(0, 4)).toEqual(PHASES_OF_ONE_ROUND);
    expect(decisions(world).every(isSound)).toBe(true);
  });

  test('the second iteration works on the tree of the remedy, and the remedy gets the reason', async () => {
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

  test('a command carries how many of its kind may run at the same time', async () => {
    const concurrency = { key: 'host:${input.host}', max: 3 };
    const limited = `uses: lint@^1\n    input: { host: a }\n    concurrency: ${JSON.stringify(concurrency)}`;
    const plan = PLAN.replace('uses: lint@^1', limited);
    const world = await startRun({ answer: passing, plan });
    await world.pump();
    const [lint, ...others] = world.commands.toSorted(({ taskId }) => (taskId === 'lint' ? -1 : 1));
    expect(lint?.concurrency).toEqual(concurrency);
    expect(others.some((command) => 'concurrency' in command)).toBe(false);
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
    const { name, digest } = promotion?.value.subject ?? {};
    const decided = { name, digest, from: 'build', to: 'staging' };
    expect(command?.input).toEqual({ digest, to: 'staging', promotion: decided });
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
    expect(finalOf(state, 'release', 1)?.reasonCodes).toContain('REJECTED_BY_PEOPLE');
    expect(state.iteration).toBe(2);
    await vote(world, 'reject');
    expect(world.state().finished?.value).toMatchObject({
      result: 'failure',
      reason: 'rejected by release (HUMAN_REQUIRED, REJECTED_BY_PEOPLE); 2 iterations are over',
    });
  });

  test('silence of people is a rejection by the policy', async () => {
    const world = await startRun({ answer: passing });
    await world.pass(3_599_000);
    expect(finalOf(world.state(), 'release', 1)).toBeUndefined();
    await world.pass(1_001);
    expect(finalOf(world.state(), 'release', 1)).toMatchObject({
      status: 'REJECT',
      reasonCodes: ['APPROVAL_EXPIRED', 'HUMAN_REQUIRED'],
      decidedBy: { kind: 'policy' },
    });
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
        expect(replayed(world)).toEqual(decided(world));
      }),
      { numRuns: 25 },
    );
  });
});

/** What follows from the events alone, whoever wrote it: decisions, and where the run continued because of them. */
const FOLLOWS: ReadonlySet<string> = new Set(
  ['iteration-started', 'wave-started', 'tasks-dispatched', 'gate-decided', 'promotion-decided', 'finished'].map(
    (phase) => `dev.dome.run.${phase}.v1`,
  ),
);

const decided = (world: World) =>
  world.store.of(world.runId).flatMap(({ event: { type, data } }) => (FOLLOWS.has(type) ? [{ type, data }] : []));

/** The same events, computed again from those before each of them: the bytes equal the stored ones. */
const replayed = (world: World) =>
  world.store.of(world.runId).flatMap(({ event }, place, chain) => {
    const before = fold(chain.slice(0, place));
    if (!FOLLOWS.has(event.type) || before === undefined) return [];
    const step = next(before, { nowMs: Date.parse(event.time), law: LAW, standings: NOTHING_STANDS });
    return [step.kind === 'append' ? step.draft : step];
  });

function decisionKey(event: RunEvent): string {
  if (event.type !== 'dev.dome.run.gate-decided.v1') return event.id;
  const { gate, iteration, decision } = event.data;
  return `${gate} ${iteration} ${decision.status === 'NEEDS_HUMAN'}`;
}
