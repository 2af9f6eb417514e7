// What somebody is shown before they decide: of the gates of real runs, folded from their events.
import { LIMITS, openReply } from '@dome/contracts';
import type { GateDetail } from '@dome/contracts';
import { gateAt, runRefOf } from '@dome/runs';
import type { RunState } from '@dome/runs';
import { POLICY } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { NOTHING_STANDS, applyToStandings } from '../../src/environments/standing.ts';
import type { Standings } from '../../src/environments/standing.ts';
import type { LawState } from '../../src/law/law-state.ts';
import { gateDetail } from '../../src/views/gate-detail.ts';
import { MANY, opened, lawWith } from '../approvals/voting.ts';
import { release } from '../drive/scenarios.ts';
import { STAGING, person } from '../law-of.ts';
import { startRun } from '../world.ts';
import type { World } from '../world.ts';

const TITLED = POLICY.replace('id: tests\n', 'id: tests\n        title: No test fails.\n');

interface Look {
  readonly gate?: string;
  readonly iteration?: number;
  readonly as?: string;
  readonly law?: LawState;
  readonly standings?: Standings;
}

function shown(world: World, look: Look = {}): GateDetail {
  const { gate = 'release', iteration, as = 'grace', law = lawWith(POLICY), standings = NOTHING_STANDS } = look;
  const detail = gateDetail(world.state(), { gate, iteration }, { viewer: person(as), law, standings });
  const reply = new TextEncoder().encode(JSON.stringify({ gate: detail }));
  return openReply('controlGateGet', reply).gate;
}

/** Its tests fail in the first iteration, a remedy repairs them, and a person is asked in the second. */
async function repaired(policy = TITLED): Promise<World> {
  const world = await startRun({ answer: release, policy, law: () => lawWith(policy) });
  await world.pump();
  return world;
}

describe('a gate that waits', () => {
  test('says what is promoted where, and what stands there now', async () => {
    const { world } = await opened({ policy: POLICY });
    const earlier = await opened({ policy: POLICY });
    await earlier.votes('grace', 'approve');
    const { promotion } = shown(world, { standings: standingsAfter(earlier.world, 'release-bcdefghi') });
    expect(promotion).toMatchObject({
      artifact: 'app.tgz',
      subject: { name: 'app.tgz', size: 3 },
      from: 'build',
      to: 'staging',
      environmentVersion: '1.0.0',
      state: 'undecided',
      replaces: { runId: 'release-bcdefghi', decidedBy: ['grace'] },
    });
    const own = shown(world, { standings: standingsAfter(earlier.world) });
    expect(own.promotion).not.toHaveProperty('replaces');
  });

  test('shows its rules with their sentence and their value, and how the gates beside it stand', async () => {
    const world = await repaired();
    expect(shown(world, { gate: 'quality' }).rules).toEqual([
      {
        id: 'tests',
        title: 'No test fails.',
        expression: 'tasks.test.output.failed == 0',
        value: 'true',
        reasonCode: 'TESTS_FAILED',
        otherwise: 'REJECT',
        risk: 60,
      },
      expect.objectContaining({ id: 'lint', value: 'true' }),
    ]);
    expect(shown(world).gates).toMatchObject([
      {
        gate: 'quality',
        state: 'decided',
        status: 'APPROVE',
        reasonCodes: [],
        rules: [{ id: 'tests' }, { id: 'lint' }],
      },
    ]);
    expect(shown(world).decision?.reasons).toEqual([
      { code: 'HUMAN_REQUIRED', says: 'The policy always asks people.' },
    ]);
  });

  test('says what has changed since the iteration before, and what the remedy did', async () => {
    const world = await repaired();
    const { before, iterations, tasks } = shown(world, { gate: 'quality' });
    expect(iterations).toEqual([1, 2]);
    expect(before).toMatchObject({
      iteration: 1,
      gates: [{ gate: 'quality', status: 'REJECT', reasonCodes: ['TESTS_FAILED'] }],
      status: 'REJECT',
      reasonCodes: ['TESTS_FAILED'],
      riskScore: 60,
      rules: [{ id: 'tests', before: 'false', now: 'true' }],
      tasks: [{ taskId: 'test', before: 'failure', now: 'success' }],
      remedy: [{ taskId: 'fix', result: 'success' }],
    });
    expect(before?.workspaceBefore?.digest).not.toBe(before?.workspaceNow?.digest);
    expect(tasks.map(({ taskId, result }) => `${taskId} ${result}`)).toEqual([
      'lint success',
      'test success',
      'pack success',
    ]);
    expect(tasks.at(-1)?.artifacts).toHaveLength(1);
  });

  test('says who has voted and why, who took a vote back, and who is missing', async () => {
    const { world, votes, withdraws } = await opened();
    await votes('grace', 'approve');
    await votes('rob', 'approve');
    await withdraws('rob');
    const { asking, state } = shown(world);
    expect(state).toBe('waiting');
    expect(asking).toMatchObject({
      required: [
        { role: 'release-manager', count: 2 },
        { role: 'security', count: 1 },
      ],
      onExpiry: 'REJECT',
      reminders: 0,
      votes: [{ by: 'grace', verdict: 'approve' }],
      withdrawals: [{ by: 'rob' }],
    });
    expect(asking?.voters).toEqual([
      { role: 'release-manager', users: ['linus', 'olga', 'rob'] },
      { role: 'security', users: ['margaret', 'olga'] },
    ]);
  });
});

describe('whoever looks is told what their vote would be worth', () => {
  test('the submitter, that it does not count', async () => {
    const { world } = await opened();
    expect(shown(world, { as: 'ada' }).you).toEqual({
      user: 'ada',
      roles: ['developer', 'release-manager'],
      approve: {
        allowed: false,
        code: 'SELF_APPROVAL',
        detail: `ada submitted ${world.runId} and cannot approve it`,
      },
      reject: { allowed: true },
    });
  });

  test('somebody without a role, and somebody who has one', async () => {
    const { world } = await opened();
    expect(shown(world, { as: 'eve' }).you.approve).toMatchObject({ allowed: false, code: 'FORBIDDEN' });
    expect(shown(world, { as: 'linus' }).you).toMatchObject({ approve: { allowed: true }, reject: { allowed: true } });
  });

  test('whoever has voted', async () => {
    const { world, votes } = await opened();
    await votes('grace', 'approve');
    expect(shown(world, { as: 'grace' }).you.approve).toEqual({
      allowed: false,
      detail: 'grace has voted to approve, and that vote counts until it is withdrawn',
    });
  });

  test('of the gate of an environment, whoever approved a gate before it', async () => {
    const law = lawWith(POLICY, `${STAGING}approvals: [{ role: release-manager, count: 1 }]\n`);
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    const { you, rules, asking, gates, decision } = shown(world, { gate: 'promotion', as: 'linus', law });
    expect(decision?.reasons).toEqual([{ code: 'HUMAN_REQUIRED', says: 'The environment asks people.' }]);
    expect(you.approve).toMatchObject({ allowed: false, code: 'ALREADY_COUNTED' });
    expect(asking?.voters).toEqual([{ role: 'release-manager', users: ['grace', 'olga', 'rob'] }]);
    expect(rules).toEqual([]);
    expect(gates.map(({ gate, status }) => `${gate} ${status}`)).toEqual(['quality APPROVE', 'release APPROVE']);
  });
});

describe('a gate that does not wait', () => {
  test('is decided: it keeps its votes, and takes no more of them', async () => {
    const { world, votes } = await opened({ policy: POLICY });
    await votes('linus', 'approve');
    const { state, decision, asking, you, promotion } = shown(world);
    expect(state).toBe('decided');
    expect(decision).toMatchObject({ status: 'APPROVE', decidedBy: { kind: 'people', people: ['linus'] } });
    expect(asking).toMatchObject({ votes: [{ by: 'linus' }], voters: [], missing: [] });
    expect(you.approve).toMatchObject({ allowed: false, code: 'INVALID_TRANSITION' });
    expect(promotion?.state).toBe('done');
  });

  test('was never decided if its run was canceled while it waited', async () => {
    const { world } = await opened({ policy: POLICY });
    const run = runRefOf(world.runId);
    if (run === undefined) throw new Error('no run');
    await world.cache.open(run, async (cached) => {
      await cached.reload();
      const data = { runId: world.runId, by: person('ada') };
      await cached.append({ type: 'dev.dome.run.cancel-requested.v1', data });
    });
    const { state, you, asking } = shown(world);
    expect([state, asking?.voters]).toEqual(['abandoned', [{ role: 'release-manager', users: [] }]]);
    expect(you.approve).toMatchObject({ allowed: false, code: 'INVALID_TRANSITION' });
  });

  test('stays as it was in an earlier iteration', async () => {
    const world = await repaired();
    const { state, decision, rules, before } = shown(world, { gate: 'quality', iteration: 1 });
    expect([state, decision?.status, rules[0]?.value, before]).toEqual(['decided', 'REJECT', 'false', undefined]);
    expect(shown(world, { iteration: 1 }).state).toBe('abandoned');
    const promotionIn = (iteration: number) => shown(world, { gate: 'quality', iteration }).promotion?.state;
    expect([promotionIn(1), promotionIn(2)]).toEqual(['refused', 'undecided']);
  });

  test('shows the rules that will be asked before it is reached', async () => {
    const world = await startRun({ answer: () => 'silence', policy: POLICY });
    await world.pump();
    const { state, rules, decision, asking } = shown(world, { gate: 'quality' });
    expect([state, decision, asking]).toEqual(['pending', undefined, undefined]);
    expect(rules.map(({ id, value }) => [id, value])).toEqual([
      ['tests', undefined],
      ['lint', undefined],
    ]);
  });

  test('is unknown if the run has no such gate or iteration', async () => {
    const { world } = await opened({ policy: POLICY });
    expect(() => shown(world, { gate: 'relaese' })).toThrow(/no gate relaese; did you mean release\?/);
    expect(() => shown(world, { iteration: 3 })).toThrow(/no iteration 3; it is in iteration 1/);
  });
});

test('a rule that could not be evaluated says why', async () => {
  const policy = POLICY.replace('tasks.test.output.failed == 0', 'tasks.test.output.missing == 0');
  const world = await startRun({ answer: release, policy, law: () => lawWith(policy) });
  await world.pump();
  expect(shown(world, { gate: 'quality', iteration: 1 }).rules[0]).toMatchObject({
    value: 'error',
    detail: expect.stringContaining('missing'),
  });
});

/** As if so many more people had voted, each with as much to say as they may. */
function crowded(state: RunState, people: number): RunState {
  const judged = gateAt(state, 'release');
  const [vote] = judged?.votes ?? [];
  if (judged?.state !== 'waiting' || vote === undefined) throw new Error('nobody has voted');
  const { value } = vote;
  const reason = '\u4e2d'.repeat(LIMITS.reasonChars);
  const more = Array.from({ length: people }, (_, n) => {
    const by = person(`somebody-${n}-${'x'.repeat(200)}`);
    return { ...vote, sequence: vote.sequence + 1 + n, value: { ...value, by, reason } };
  });
  const withdrawals = more.map((one) => ({ ...one, value: { ...one.value, reason } }));
  const gates = new Map(state.gates).set('release_1', { ...judged, votes: [vote, ...more], withdrawals });
  return { ...state, gates };
}

test('of a crowd that votes, those that count are shown, and the reply fits', async () => {
  const rules = Array.from(
    { length: 60 },
    (_, n) =>
      `      - { id: r${n}, expression: 'tasks.test.output.missing == "${'x'.repeat(3_500)}"', reasonCode: R_${n}, otherwise: NEEDS_HUMAN }\n`,
  );
  const policy = MANY.replace('  release:\n', `  release:\n    rules:\n${rules.join('')}`);
  const law = lawWith(policy);
  const { world, votes } = await opened({ policy, law: () => law });
  await votes('grace', 'approve');
  const state = crowded(world.state(), 900);
  const looking = { viewer: person('grace'), law, standings: NOTHING_STANDS };
  const reply = new TextEncoder().encode(JSON.stringify({ gate: gateDetail(state, { gate: 'release' }, looking) }));
  expect(reply.byteLength).toBeLessThan(LIMITS.messageBytes);
  const { asking, rules: shownRules } = openReply('controlGateGet', reply).gate;
  expect(asking?.votes).toHaveLength(LIMITS.approvalsPerGate);
  expect(asking?.votes[0]).toMatchObject({ by: 'grace', verdict: 'approve' });
  expect(shownRules).toHaveLength(60);
});

test('what is too large for a reply leaves details out, and keeps every task and rule', async () => {
  const big = 'x'.repeat(1_100_000);
  const { world } = await opened({ policy: POLICY });
  const state = world.state();
  const { submitted } = state;
  const large = { ...state, submitted: { ...submitted, value: { ...submitted.value, inputs: { patch: big } } } };
  const looking = { viewer: person('grace'), law: lawWith(POLICY), standings: NOTHING_STANDS };
  const { run, tasks } = gateDetail(large, { gate: 'release' }, looking);
  expect(run.inputs).toBeUndefined();
  expect(run.inputsBytes).toBeGreaterThan(big.length);
  expect(tasks.map(({ artifacts }) => artifacts)).toEqual([undefined, undefined, undefined]);
  expect(tasks).toHaveLength(3);
});

/** What stands where after the events of this run, as if another had had them if one is named. */
function standingsAfter({ store }: World, runId?: string): Standings {
  const { standing, underWay } = store.events.reduce(applyToStandings, NOTHING_STANDS);
  const renamed = [...standing].map(([key, one]) => [key, { ...one, runId: runId ?? one.runId }] as const);
  return { standing: new Map(renamed), underWay };
}
