// What can be known before a run, asked of the real control plane: a plan is refused with every fault of both documents, and
// nothing of it is stored.
import { jetstreamManager } from '@nats-io/jetstream';
import { DomeError, STREAMS } from '@dome/contracts';
import type { ControlClient } from '@dome/client';
import { LAWFUL_PLAN, PLAN, POLICY, SKILLS, startPlanesServer } from '@dome/testkit';
import type { FakeSkill, PlanesServer } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { controlClientOf, release, startReplica } from './bench.ts';
import { LAW_TEXTS, environment, lawTexts } from './law-of.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';

const CLOSED = { type: 'object', additionalProperties: false };
const KNOWN: Readonly<Record<string, Partial<FakeSkill>>> = {
  'node-test': {
    outputSchema: { ...CLOSED, properties: { failed: { type: 'integer' }, passed: { type: 'integer' } } },
  },
  pack: { inputSchema: { ...CLOSED, properties: { name: { type: 'string' }, level: { type: 'integer' } } } },
};
const skills = SKILLS.map((skill): FakeSkill => ({ ...skill, ...KNOWN[skill.name] }));

const FREEZE = 'freezes:\n  - { from: 2000-01-01T00:00, to: 9000-01-01T00:00, timeZone: UTC, reason: an audit }\n';

let server: PlanesServer;
let ada: ControlClient;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const served = skills.map(({ name }) => ({ pool: 'default', skill: name }));
  server = stack.use(await startPlanesServer({ people: ['ada', 'eve'], skills: served }));
  stack.use(await startScriptedRuntime(server, skills, () => 'silence'));
  const lonely = environment('lonely', (text) => `${text}approvals: [{ role: auditor, count: 1 }]\n`);
  const frozen = environment('frozen', (text) => `${text}${FREEZE}`);
  stack.use(await startReplica(server, 'dome-1', [...LAW_TEXTS, ...lawTexts(lonely, frozen)]));
  ada = await controlClientOf(server, 'ada');
});
afterAll(() => stack.disposeAsync());

/** No promotion, so that the policy may be sent along. */
const CHECKS = PLAN.slice(0, PLAN.indexOf('promotion:'));
const submission = (plan: string, policy = POLICY) => ({ plan, policy });
type Documents = ReturnType<typeof submission>;

async function storedRunEvents(): Promise<number> {
  const jsm = await jetstreamManager(await server.connectAs('dome-provisioner'));
  return (await jsm.streams.info(STREAMS.RUN_EVENTS)).state.messages;
}

async function toldBy(asking: Promise<unknown>): Promise<unknown> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    const faults = error.fields.faults ?? [];
    return [error.code, ...faults.map(({ document, line, message }) => `${document} ${line}: ${message}`)];
  }
}

const ROWS: readonly [string, Documents, unknown[]][] = [
  [
    'members that no output has, in both documents',
    submission(
      CHECKS.replace('name: app.tgz', 'name: ${{ tasks.test.output.summry }}'),
      POLICY.replace('output.failed', 'output.faild'),
    ),
    [
      'PLAN_INVALID',
      'plan 22: /tasks/pack/input/name tasks.test.output has no member summry',
      'policy 9: /gates/quality/rules/0/expression tasks.test.output has no member faild; did you mean failed?',
    ],
  ],
  [
    'an expression of the wrong kind and an input that the skill does not take',
    submission(CHECKS.replace('name: app.tgz', 'name: ${{ iteration }}').replace('level: $', 'levle: $')),
    [
      'INPUT_INVALID',
      'plan 22: /tasks/pack/input/name the input name of pack@1.0.0 takes text, and iteration is a number',
      'plan 23: /tasks/pack/input/levle pack@1.0.0 takes no input levle; did you mean level?',
    ],
  ],
  [
    'a default that breaks its schema, and a function that CEL does not have',
    submission(
      CHECKS.replace('default: 2', 'default: two').replace('tasks.lint', 'x'),
      POLICY.replace('tasks.lint.result', 'len(tasks.lint.result)'),
    ),
    [
      'PLAN_INVALID',
      'plan 10: /inputs/properties/level/default the default of level must be integer',
      'policy 13: /gates/quality/rules/1/expression CEL has no function len; did you mean size?',
    ],
  ],
  [
    'a role that nobody has',
    submission(CHECKS, POLICY.replace('role: release-manager', 'role: relase-manager')),
    [
      'PLAN_INVALID',
      'policy 18: /gates/release/human/role nobody has the role relase-manager; did you mean release-manager?',
    ],
  ],
];

describe.each(ROWS)('a plan with %s', (_, documents, told) => {
  test('is refused when it is validated and when it is submitted, and nothing is stored', async () => {
    const before = await storedRunEvents();
    expect(await toldBy(ada.plan.validate({ ...documents, resolve: true }))).toEqual(told);
    expect(await toldBy(ada.runs.submit(release(documents)))).toEqual(told);
    expect(await storedRunEvents()).toBe(before);
  });
});

test('a promotion into an environment whose people do not exist is denied before the run', async () => {
  const plan = LAWFUL_PLAN.replace('to: staging', 'to: lonely');
  const denied = expect.objectContaining({
    code: 'PROMOTION_DENIED',
    message: expect.stringMatching(/nobody has the role auditor/),
  });
  await expect(ada.runs.submit(release({ plan }))).rejects.toThrow(denied);
  await expect(ada.plan.validate({ plan, resolve: true })).rejects.toThrow(denied);
});

test('what the law has against a promotion is told when the plan is validated, whoever asks and whenever', async () => {
  const eve = await controlClientOf(server, 'eve');
  const reasonsOf = (plan: string): Promise<unknown> =>
    eve.plan.validate({ plan, resolve: true }).then(
      () => [],
      (error: unknown) => error instanceof DomeError && error.fields.reasons?.map(({ code }) => code),
    );
  expect(await reasonsOf(LAWFUL_PLAN)).toEqual([]);
  expect(await reasonsOf(LAWFUL_PLAN.replace('to: staging', 'to: frozen'))).toEqual([]);
  // With a policy that may become law.
  expect((await eve.plan.validate({ plan: PLAN, policy: POLICY, resolve: true })).lock).toHaveLength(5);
  expect(await reasonsOf(LAWFUL_PLAN.replace('to: staging', 'to: stagging'))).toEqual(['ENVIRONMENT_UNKNOWN']);
  const other = LAWFUL_PLAN.replace('name: release', 'name: other').replace('from: build', 'from: staging');
  expect(await reasonsOf(other)).toEqual(['SOURCE_NOT_ALLOWED', 'PLAN_NOT_ALLOWED']);
});

test('a plan that can work is taken', async () => {
  const documents = submission(CHECKS);
  expect((await ada.plan.validate({ ...documents, resolve: true })).lock).toHaveLength(4);
  expect(await ada.runs.submit(release(documents))).toMatchObject({ existing: false });
});
