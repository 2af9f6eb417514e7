// Gates that wait and gates that are decided, asked for on the real wire: every reply is checked against the contract.
import type { DecidedGateLine, RunView } from '@dome/contracts';
import { LAWFUL_PLAN, startWireTap } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runWhen } from './bench.ts';
import { openPromotionStage, submission } from './promotion-stage.ts';
import type { PromotionStage } from './promotion-stage.ts';

/** Whether tests fail in the first iteration. */
let isBroken = false;

/** Whose rejection ends the run. */
const ONCE = LAWFUL_PLAN.replace('maxIterations: 2', 'maxIterations: 1');

let stage: PromotionStage;
beforeAll(async () => {
  stage = await openPromotionStage({
    environments: [],
    script: ({ skill, iteration }) => {
      if (skill.name === 'pack') return { result: 'success', output: {}, artifact: 'app.tgz' };
      if (skill.name === 'apply-patch') return { result: 'success', output: {}, workspace: 'fixed' };
      const failed = skill.name === 'node-test' && iteration === 1 && isBroken ? 2 : 0;
      return { result: failed === 0 ? 'success' : 'failure', output: { failed } };
    },
  });
});
afterAll(() => stage[Symbol.asyncDispose]());

const refusal = (code: string) => expect.objectContaining({ code });
const waits = (run: RunView): boolean => run.state === 'waiting';
const isOver = (run: RunView): boolean => run.state === 'finished';

async function waiting(): Promise<string> {
  const { runId } = await stage.ada.runs.submit(submission({ plan: ONCE, labels: { team: 'greeting' } }));
  await runWhen(stage.ada, runId, waits);
  return runId;
}

async function votes(runId: string, verdict: 'approve' | 'reject', reason = 'as it should be'): Promise<void> {
  const { decision } = await stage.grace.gates.get({ runId, gate: 'release' });
  const evidenceDigest = decision?.evidenceDigest ?? '';
  await stage.grace.gates.decide({ runId, gate: 'release', verdict, reason, evidenceDigest });
  await runWhen(stage.ada, runId, isOver);
}

describe('one gate', () => {
  test('shows what is asked and why, and each person what their vote would be worth', async () => {
    await using tap = await startWireTap({ credentials: (user) => stage.server.credentials(user) });
    const runId = await waiting();
    const [seen, own] = await Promise.all([
      stage.grace.gates.get({ runId, gate: 'release' }),
      stage.ada.gates.get({ runId, gate: 'release' }),
    ]);
    expect(seen).toMatchObject({
      state: 'waiting',
      run: { submittedBy: { user: 'ada' }, labels: { team: 'greeting' }, inputs: { patch: 'a patch' } },
      promotion: { artifact: 'app.tgz', from: 'build', to: 'staging', subject: { size: expect.any(Number) } },
      gates: [{ gate: 'quality', status: 'APPROVE' }],
      asking: { missing: [{ role: 'release-manager', count: 1 }], voters: [{ users: ['grace'] }] },
      you: { user: 'grace', approve: { allowed: true } },
    });
    expect(own.you.approve).toMatchObject({ allowed: false, code: 'SELF_APPROVAL' });
    await votes(runId, 'reject', 'not before Monday');
    expect((await tap.report()).findings).toEqual([]);
  });

  test('can be looked at when it is decided, with the votes and their reasons', async () => {
    const runId = await waiting();
    await votes(runId, 'approve', 'read the report');
    const { state, decision, asking, promotion, you } = await stage.ada.gates.get({ runId, gate: 'release' });
    expect([state, decision?.status, decision?.decidedBy.people]).toEqual(['decided', 'APPROVE', ['grace']]);
    expect(asking?.votes).toMatchObject([{ by: 'grace', verdict: 'approve', reason: 'read the report' }]);
    expect(promotion?.state).toBe('done');
    expect(you.reject).toMatchObject({ allowed: false, code: 'INVALID_TRANSITION' });
    const next = await waiting();
    const { promotion: after } = await stage.ada.gates.get({ runId: next, gate: 'release' });
    expect(after?.replaces).toMatchObject({ runId, decidedBy: ['grace'] });
    await votes(next, 'reject');
  });

  test('of an earlier iteration stays as it was, and the next one says what has changed', async () => {
    isBroken = true;
    const { runId } = await stage.ada.runs.submit(submission({}));
    await runWhen(stage.ada, runId, waits);
    isBroken = false;
    const now = await stage.ada.gates.get({ runId, gate: 'quality' });
    expect(now).toMatchObject({
      iteration: 2,
      iterations: [1, 2],
      decision: { status: 'APPROVE' },
      before: {
        status: 'REJECT',
        rules: [{ id: 'tests', before: 'false', now: 'true' }],
        tasks: [{ taskId: 'test', before: 'failure', now: 'success' }],
        remedy: [{ taskId: 'fix', result: 'success' }],
      },
    });
    const then = await stage.ada.gates.get({ runId, gate: 'quality', iteration: 1 });
    expect([then.decision?.status, then.before]).toEqual(['REJECT', undefined]);
    await votes(runId, 'reject');
  });

  test('of an unknown run, gate or iteration is not found', async () => {
    const runId = await waiting();
    const { gates } = stage.ada;
    await expect(gates.get({ runId: 'release-zzzzzzzz', gate: 'release' })).rejects.toThrow(refusal('NOT_FOUND'));
    await expect(gates.get({ runId: 'nonsense', gate: 'release' })).rejects.toThrow(refusal('NOT_FOUND'));
    await expect(gates.get({ runId, gate: 'relaese' })).rejects.toThrow(/did you mean release\?/);
    await expect(gates.get({ runId, gate: 'release', iteration: 2 })).rejects.toThrow(/no iteration 2/);
    await votes(runId, 'reject');
  });

  test('takes no vote on evidence other than that which it shows', async () => {
    const runId = await waiting();
    const evidenceDigest = `sha256:${'0'.repeat(64)}`;
    const wrong = { runId, gate: 'release', verdict: 'approve', evidenceDigest } as const;
    await expect(stage.grace.gates.decide(wrong)).rejects.toThrow(refusal('EVIDENCE_CHANGED'));
    await votes(runId, 'reject');
  });
});

describe('decided gates', () => {
  async function pages(limit: number, runId?: string): Promise<DecidedGateLine[][]> {
    const all: DecidedGateLine[][] = [];
    let after: string | undefined;
    do {
      const narrowed = { ...(runId === undefined ? {} : { runId }), ...(after === undefined ? {} : { after }) };
      const page = await stage.ada.gates.list({ state: 'decided', limit, ...narrowed });
      expect(page.gates).toEqual([]);
      all.push(page.decided ?? []);
      after = page.next;
    } while (after !== undefined);
    return all;
  }

  test('are listed newest first, each once, however long the pages are', async () => {
    const runId = await waiting();
    await votes(runId, 'approve');
    const [all = []] = await pages(500);
    expect(all.slice(0, 2)).toMatchObject([
      { runId, plan: 'release', gate: 'release', status: 'APPROVE', decidedBy: { people: ['grace'] } },
      { runId, gate: 'quality', status: 'APPROVE', decidedBy: { kind: 'policy' } },
    ]);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence).toSorted((a, b) => b - a));
    for (const limit of [1, 2, 3]) expect((await pages(limit)).flat()).toEqual(all);
  });

  test('of one run are only its own, without the decision to ask people', async () => {
    const runId = await waiting();
    expect((await pages(10, runId)).flat().map(({ gate }) => gate)).toEqual(['quality']);
    await votes(runId, 'reject');
    expect((await pages(10, runId)).flat().map(({ gate, status }) => `${gate} ${status}`)).toEqual([
      'release REJECT',
      'quality APPROVE',
    ]);
  });
});
