// Twenty-odd ways round the law, each tried by somebody who may submit: each is refused with its code, and nothing of it is
// stored.
import { jetstreamManager } from '@nats-io/jetstream';
import { STREAMS, structureDigest } from '@dome/contracts';
import type { RunSubmitRequest } from '@dome/contracts';
import { LAWFUL_PLAN, PLAN, POLICY, eventually } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { controlClientOf } from './bench.ts';
import { ACCESS, environment, lawTexts } from './law-of.ts';
import { from, openPromotionStage, submission, to } from './promotion-stage.ts';
import type { PromotionStage } from './promotion-stage.ts';

/** Always true: what somebody alone would bring along. */
const LAX = POLICY.replace('tasks.test.output.failed == 0', '1 == 1')
  .replace('tasks.lint.result == "success"', '1 == 1')
  .replace(/ {2}release:[\s\S]*/, '  release: { rules: [{ id: yes, expression: 1 == 1, reasonCode: YES }] }\n');
const FREEZE = 'freezes:\n  - { from: 2000-01-01T00:00, to: 9000-01-01T00:00, timeZone: UTC, reason: an audit }\n';

let stage: PromotionStage;
beforeAll(async () => {
  stage = await openPromotionStage({
    environments: [
      environment('production', (text) => text.replace('[build]', '[staging]')),
      environment('frozen', (text) => text + FREEZE),
      environment('pinned', (text) => `${text}planDigests: ['${structureDigest({ reviewed: 'plan' })}']\n`),
    ],
    skills: [
      { name: 'upload', sideEffects: ['promotion'] },
      { name: 'blind', sideEffects: ['promotion'], inputSchema: { type: 'object' } },
    ],
    script: () => ({ result: 'success', output: { failed: 0 } }),
  });
});
afterAll(() => stage[Symbol.asyncDispose]());

const refusal = (code: string) => expect.objectContaining({ code });

async function events(stream: string): Promise<number> {
  const jsm = await jetstreamManager(await stage.server.connectAs('dome-provisioner'));
  return (await jsm.streams.info(stream)).state.messages;
}

/** Runs of other tests must not move meanwhile. */
async function quietRuns(): Promise<number> {
  await eventually(async () => {
    for (const state of ['executing', 'finalizing', 'pending'] as const) {
      expect((await stage.ada.runs.list({ state })).runs).toEqual([]);
    }
  });
  return await events(STREAMS.RUN_EVENTS);
}

const withTask = (uses: string): string =>
  `apiVersion: dome/v1\nkind: Plan\nname: alone\nversion: 1.0.0\ninputs: { type: object }\ntasks:\n  it:\n    uses: ${uses}\n    input: { promotion: { to: production } }\n`;

describe('at submit', () => {
  test.each<[string, Partial<RunSubmitRequest>, string, RegExp]>([
    [
      'a plan and a policy of one’s own, whose rules are true',
      { plan: to('production', PLAN), policy: LAX },
      'PROMOTION_DENIED',
      /SOURCE_NOT_ALLOWED: .*; POLICY_NOT_OF_LAW: .* was submitted by ada/,
    ],
    ['the policy of the law, sent along', { plan: PLAN, policy: POLICY }, 'PROMOTION_DENIED', /POLICY_NOT_OF_LAW/],
    ['a policy beside a plan that names one', { policy: LAX }, 'PLAN_INVALID', /\/policy names the policy release@\^1/],
    [
      'a policy that is not law',
      { plan: LAWFUL_PLAN.replace('release@^1', 'lax@^1') },
      'NOT_FOUND',
      /no policy lax@\^1/,
    ],
    [
      'a version of the policy that is not law',
      { plan: LAWFUL_PLAN.replace('policy: release@^1', 'policy: release@^9') },
      'NOT_FOUND',
      /no policy release@\^9/,
    ],
    ['an environment that does not exist', { plan: to('moon') }, 'PROMOTION_DENIED', /ENVIRONMENT_UNKNOWN/],
    ['an environment by an expression', { plan: to('${{ inputs.patch }}') }, 'PLAN_INVALID', /\/promotion\/to/],
    [
      'what is promoted, set by the plan',
      { plan: LAWFUL_PLAN.replace('      digest: ${{ promotion.digest }}', '      promotion: { to: production }') },
      'PLAN_INVALID',
      /\/promotion\/task\/input\/promotion is set from the decision/,
    ],
    [
      'what is promoted, by an expression in its place',
      { plan: LAWFUL_PLAN.replace('      digest: ${{ promotion.digest }}', '      promotion: ${{ inputs }}') },
      'PLAN_INVALID',
      /is set from the decision/,
    ],
    [
      'a plan of another name',
      { plan: LAWFUL_PLAN.replace('name: release', 'name: other') },
      'PROMOTION_DENIED',
      /^PLAN_NOT_ALLOWED/,
    ],
    [
      'a plan of one’s own under the name and version of the reviewed one',
      { plan: to('pinned') },
      'PROMOTION_DENIED',
      /^PLAN_NOT_ALLOWED: pinned is promoted into by plans of certain digests/,
    ],
    [
      'a plan of another major version',
      { plan: LAWFUL_PLAN.replace('version: 1.0.0', 'version: 2.0.0') },
      'PROMOTION_DENIED',
      /^PLAN_NOT_ALLOWED/,
    ],
    [
      'a plan without one of the gates',
      { plan: LAWFUL_PLAN.replace('  release:\n    needs: [quality]\n', '') },
      'PROMOTION_DENIED',
      /^GATE_MISSING: staging asks for the gate release$/,
    ],
    [
      'a skill that is not listed',
      { plan: LAWFUL_PLAN.replace('uses: promote@^1', 'uses: upload@^1') },
      'PROMOTION_DENIED',
      /^SKILL_NOT_ALLOWED/,
    ],
    [
      'a promoting skill that does not read the decision',
      { plan: LAWFUL_PLAN.replace('uses: promote@^1', 'uses: blind@^1') },
      'PLAN_INVALID',
      /does not require promotion/,
    ],
    [
      'a skill that does not promote, to promote',
      { plan: LAWFUL_PLAN.replace('uses: promote@^1', 'uses: pack@^1') },
      'PLAN_INVALID',
      /pack does not promote/,
    ],
    [
      'a promoting skill alone, as `dome skill run` sends it',
      { plan: withTask('promote@^1') },
      'PLAN_INVALID',
      /in the promotion step only/,
    ],
    [
      'a promoting skill as a plain task',
      { plan: LAWFUL_PLAN.replace('uses: pack@^1', 'uses: promote@^1') },
      'PLAN_INVALID',
      /in the promotion step only/,
    ],
    [
      'a promoting skill as the remedy',
      { plan: LAWFUL_PLAN.replace('uses: apply-patch@^1', 'uses: promote@^1') },
      'PLAN_INVALID',
      /in the promotion step only/,
    ],
    ['an artifact that skips staging', { plan: to('production') }, 'PROMOTION_DENIED', /^SOURCE_NOT_ALLOWED/],
    [
      'a source where nothing stands',
      { plan: from('staging', to('production')) },
      'PROMOTION_DENIED',
      /^NOT_IN_SOURCE: nothing stands in staging$/,
    ],
    ['a frozen environment', { plan: to('frozen') }, 'PROMOTION_DENIED', /^ENVIRONMENT_FROZEN: .*: an audit$/],
  ])('%s', async (_, change, code, message) => {
    const before = await quietRuns();
    const attempt = stage.ada.runs.submit(submission(change));
    await expect(attempt).rejects.toThrow(refusal(code));
    await expect(attempt).rejects.toThrow(message);
    expect(await events(STREAMS.RUN_EVENTS)).toBe(before);
  });

  test('every reason comes at once, also to a plain request', async () => {
    const nc = await stage.server.connectAs('ada');
    const plan = PLAN.replace('name: release', 'name: mine').replace('to: staging', 'to: production');
    const body = JSON.stringify(submission({ plan, policy: LAX }));
    const reply = await nc.request('dome.svc.dome.run.submit', body, { timeout: 10_000 });
    expect(reply.json()).toMatchObject({
      code: 'PROMOTION_DENIED',
      status: 403,
      reasons: [{ code: 'SOURCE_NOT_ALLOWED' }, { code: 'POLICY_NOT_OF_LAW' }, { code: 'PLAN_NOT_ALLOWED' }],
      faults: [
        { document: 'plan', pointer: '/promotion/from' },
        { document: 'plan', pointer: '/promotion' },
        { document: 'plan', pointer: '/name' },
      ],
    });
  });

  test('an older version of the policy, named exactly', async () => {
    await stage.kim.law.apply({
      documents: lawTexts(
        POLICY.replace('name: release', 'name: aged'),
        environment('aged', (text) => text.replace('policy: release', 'policy: aged')),
      ),
    });
    await stage.kim.law.apply({
      documents: lawTexts(POLICY.replace('name: release', 'name: aged').replace('version: 1.0.0', 'version: 1.1.0')),
    });
    const plan = to('aged', LAWFUL_PLAN.replace('policy: release@^1', 'policy: aged@1.0.0'));
    await expect(stage.ada.runs.submit(submission({ plan }))).rejects.toThrow(
      /^POLICY_NOT_ALLOWED: aged asks for the policy aged@\^1, which is 1\.1\.0 now; the run is decided by aged@1\.0\.0$/,
    );
  });

  test('a key that stands for another plan', async () => {
    const plan = 'apiVersion: dome/v1\nkind: Plan\nname: release\nversion: 1.0.0\ntasks: { lint: { uses: lint@^1 } }\n';
    const first = { plan, idempotencyKey: 'one-key' };
    await stage.ada.runs.submit(first);
    await expect(stage.ada.runs.submit({ ...submission({}), idempotencyKey: 'one-key' })).rejects.toThrow(
      refusal('IDEMPOTENCY_KEY_REUSED'),
    );
  });
});

describe('a rehearsal', () => {
  const rehearsal = { name: 'package', digest: structureDigest({ artifact: 1 }) };
  const alone = withTask('promote@^1').replace(/ {4}input: .*\n/, '');
  const rehearse = (plan: string, more: Partial<RunSubmitRequest> = {}) =>
    submission({ plan, inputs: {}, rehearsal, ...more });

  test.each<[string, RunSubmitRequest, string, RegExp]>([
    ['of a plan with gates', submission({ rehearsal }), 'INVALID_REQUEST', /a rehearsal is a plan of one task/],
    [
      'of two tasks',
      rehearse(`${alone}  more: { uses: promote@^1 }\n`),
      'INVALID_REQUEST',
      /a rehearsal is a plan of one task/,
    ],
    ['of a skill that does not promote', rehearse(alone.replace('promote@', 'pack@')), 'PLAN_INVALID', /pack does not/],
    ['of a skill that might promote anything', rehearse(alone.replace('promote@', 'blind@')), 'PLAN_INVALID', /blind/],
    [
      'into production',
      rehearse(withTask('promote@^1')),
      'PLAN_INVALID',
      /input\/promotion is set by the control plane/,
    ],
    ['as the place of a promotion', submission({ plan: to('rehearsal') }), 'PLAN_INVALID', /where skills are tried/],
    [
      'as the source of a promotion',
      submission({ plan: from('rehearsal', LAWFUL_PLAN) }),
      'PLAN_INVALID',
      /where skills are tried/,
    ],
  ])('%s is refused', async (_, request, code, message) => {
    const before = await quietRuns();
    const attempt = stage.ada.runs.submit(request);
    await expect(attempt).rejects.toThrow(refusal(code));
    await expect(attempt).rejects.toThrow(message);
    expect(await events(STREAMS.RUN_EVENTS)).toBe(before);
  });

  test('cannot become an environment of the law', async () => {
    const documents = lawTexts(environment('rehearsal', (text) => text));
    await expect(stage.kim.law.apply({ documents })).rejects.toThrow(/where skills are tried, not an environment/);
  });

  test('goes into no environment, says so in every record, and its key stands for no promotion', async () => {
    const idempotencyKey = 'a-rehearsal';
    const { runId } = await stage.ada.runs.submit(rehearse(alone, { idempotencyKey }));
    await eventually(async () => expect((await stage.ada.runs.get(runId)).state).toBe('finished'));
    const run = await stage.ada.runs.get(runId);
    expect(run).toMatchObject({ result: 'success', rehearsal });
    expect(run).not.toHaveProperty('promotion');
    const { runs } = await stage.ada.runs.list({});
    expect(runs.filter((one) => one.rehearsal === true).map((one) => one.runId)).toEqual([runId]);
    const [command] = stage.runtime.commands.filter((one) => one.runId === runId);
    expect(command).toMatchObject({
      rehearsal: true,
      input: { promotion: { ...rehearsal, from: 'build', to: 'rehearsal' } },
    });
    expect(command).not.toHaveProperty('authorizedBy');
    const { environments } = await stage.ada.environments.list({});
    expect(environments.flatMap(({ standing }) => standing)).toEqual([]);
    const other = { ...rehearsal, digest: structureDigest({ artifact: 2 }) };
    for (const request of [rehearse(alone, { rehearsal: other }), submission({ plan: alone, inputs: {} })])
      await expect(stage.ada.runs.submit({ ...request, idempotencyKey })).rejects.toThrow(
        refusal('IDEMPOTENCY_KEY_REUSED'),
      );
  });
});

describe('the law itself', () => {
  test.each<[string, string, string, string]>([
    ['changed by a submitter', 'ada', LAX.replace('version: 1.0.0', 'version: 1.9.0'), 'FORBIDDEN'],
    ['changed under the same version', 'kim', LAX, 'VERSION_REUSED'],
    [
      'own roles raised',
      'kim',
      ACCESS.replace('version: 1.0.0', 'version: 2.0.0').replace('kim: { roles: [', 'kim: { roles: [developer, '),
      'ROLES_RAISED',
    ],
  ])('%s', async (_, by, text, code) => {
    const before = await events(STREAMS.LAW_EVENTS);
    const client = await controlClientOf(stage.server, by);
    await expect(client.law.apply({ documents: lawTexts(text) })).rejects.toThrow(refusal(code));
    expect(await events(STREAMS.LAW_EVENTS)).toBe(before);
  });
});
