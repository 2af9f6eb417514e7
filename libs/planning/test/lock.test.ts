import { DomeError } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { lockPlan, requireWorkspace } from '../src/lock.ts';
import { readPlan } from '../src/read-plan.ts';
import { PLAN, POLICY, SKILLS, fleetOf } from '@dome/testkit';
import type { FakeSkill } from '@dome/testkit';

const lock = (skills: readonly FakeSkill[], plan = PLAN) => {
  const read = readPlan({ plan, policy: POLICY, needsPolicy: true });
  return lockPlan(read, fleetOf(skills));
};
const without = (name: string): FakeSkill[] => SKILLS.filter((skill) => skill.name !== name);

describe('locking a plan', () => {
  test('takes the highest version in range, and the clocks of the plan before those of the skill', () => {
    const entries = lock([...SKILLS, { name: 'lint', version: '1.4.0' }, { name: 'lint', version: '2.0.0' }]);
    expect(entries.map(({ taskId, skill, version, purpose }) => `${taskId}: ${skill}@${version} ${purpose}`)).toEqual([
      'lint: lint@1.4.0 check',
      'test: node-test@1.0.0 check',
      'pack: pack@1.0.0 check',
      'fix: apply-patch@1.0.0 remedy',
      'promote: promote@1.0.0 promote',
    ]);
    expect(entries[1]?.timeouts).toMatchObject({ totalMs: 60_000, queueMs: 10_000 });
  });

  test('keeps how many jobs of a task may run at the same time', () => {
    const limited = 'uses: lint@^1\n    input: { host: a }\n    concurrency: { key: "host:${input.host}", max: 3 }';
    const plan = PLAN.replace('uses: lint@^1', limited);
    const [first, second] = lock(SKILLS, plan);
    expect(first?.concurrency).toEqual({ key: 'host:${input.host}', max: 3 });
    expect(second).not.toHaveProperty('concurrency');
  });

  test('a clock that the skill derived from another follows the one that the plan sets', () => {
    const timeouts = { queueMs: 1_000, executionMs: 2_000, heartbeatMs: 2_000, totalMs: 1_800_000 };
    const skills = [...without('lint'), { name: 'lint', timeouts }];
    const plan = PLAN.replace('uses: lint@^1', 'uses: lint@^1\n    timeouts: { execution: 20s }');
    expect(lock(skills, plan)[0]?.timeouts).toEqual({ ...timeouts, executionMs: 20_000, heartbeatMs: 20_000 });
    const long = PLAN.replace('uses: lint@^1', 'uses: lint@^1\n    timeouts: { execution: 7d }');
    expect(lock(skills, long)[0]?.timeouts).toMatchObject({ heartbeatMs: 604_800_000, totalMs: 604_800_000 });
  });

  test.each<[string, FakeSkill[], RegExp]>([
    ['skill', without('lint'), /no daemon announces the skill lint in the pool default \(task lint\)/],
    ['near skill', [...without('lint'), { name: 'lints' }], /did you mean lints\?/],
    ['version', [...without('lint'), { name: 'lint', version: '2.0.0' }], /lint is announced as 2.0.0; \^1 is wanted/],
    [
      'pre-release that is named',
      [...without('lint'), { name: 'lint', version: '1.2.0-rc.1' }],
      /takes no pre-release/,
    ],
    ['pool', [...without('lint'), { name: 'lint', pool: 'gpu' }], /served in gpu, not in the pool default/],
  ])('a missing %s is CAPABILITY_MISSING', (_, skills, message) => {
    expect(() => lock(skills)).toThrow(
      expect.objectContaining({ code: 'CAPABILITY_MISSING', message: expect.stringMatching(message) }),
    );
  });

  test('all that are missing are told at once, each at its place in the plan', () => {
    expect(() => lock(without('lint').filter(({ name }) => name !== 'pack'))).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({
          faults: [
            expect.objectContaining({ document: 'plan', pointer: '/tasks/lint/uses', line: 14, column: 5 }),
            expect.objectContaining({ document: 'plan', pointer: '/tasks/pack/uses', line: 19, column: 5 }),
          ],
        }),
      }),
    );
  });

  test('a promoting skill is allowed only in the promotion step', () => {
    const skills = [...without('lint'), { name: 'lint', sideEffects: ['promotion'] }];
    expect(() => lock(skills)).toThrow(/plan 14:5: .*lint promotes: it is allowed in the promotion step only/);
  });

  test('a rehearsal is of a skill that promotes and says where, and its plan does not say it', () => {
    const alone = (input = ''): string =>
      `apiVersion: dome/v1\nkind: Plan\nname: alone\nversion: 1.0.0\ntasks:\n  it:\n    uses: promote@^1\n${input}`;
    const rehearse = (skill: FakeSkill, plan = alone()) => {
      const read = readPlan({ plan, policy: undefined, needsPolicy: true });
      return lockPlan({ ...read, isRehearsal: true }, fleetOf([skill]));
    };
    const promoting = { name: 'promote', sideEffects: ['promotion'] };
    expect(rehearse(promoting)).toMatchObject([{ taskId: 'it', skill: 'promote', purpose: 'check' }]);
    expect(() => rehearse({ name: 'promote' })).toThrow(/promote does not promote: it needs no rehearsal/);
    expect(() => rehearse({ ...promoting, inputSchema: { type: 'object' } })).toThrow(/does not require promotion/);
    expect(() => rehearse(promoting, alone('    input: { promotion: { to: production } }\n'))).toThrow(
      /\/tasks\/it\/input\/promotion is set by the control plane/,
    );
  });

  test('a literal input is checked now; of one with expressions, their values wait for dispatch', () => {
    const strict = { type: 'object', properties: { x: {} }, required: ['x'] };
    const skills = (name: string) => [...without(name), { name, inputSchema: strict, artifacts: ['app.tgz'] }];
    expect(() => lock(skills('lint'))).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        fields: expect.objectContaining({ pointer: '/tasks/lint/input/x' }),
      }),
    );
    expect(() => lock(skills('pack'))).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        fields: expect.objectContaining({ pointer: '/tasks/pack/input/x', line: 21 }),
      }),
    );
    const odd = { type: 'object', properties: { level: { type: 'integer', minimum: 100 } } };
    expect(() => lock([...without('pack'), { name: 'pack', inputSchema: odd, artifacts: ['app.tgz'] }])).not.toThrow();
  });

  test('the skills tell what an expression and a rule may read of them', () => {
    const outputSchema = { type: 'object', properties: { failures: { type: 'integer' } }, additionalProperties: false };
    const skills = [...without('node-test'), { name: 'node-test', outputSchema }];
    const plan = PLAN.replace('name: app.tgz', 'name: ${{ tasks.test.output.fails }}');
    const told = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return error instanceof DomeError ? error.fields.faults?.map((fault) => ({ ...fault, column: 0 })) : error;
      }
    };
    expect(told(() => lock(skills, plan))).toEqual([
      {
        document: 'plan',
        pointer: '/tasks/pack/input/name',
        line: 22,
        column: 0,
        message: '/tasks/pack/input/name tasks.test.output has no member fails',
        hint: 'There is: failures.',
      },
      {
        document: 'policy',
        pointer: '/gates/quality/rules/0/expression',
        line: 9,
        column: 0,
        message: '/gates/quality/rules/0/expression tasks.test.output has no member failed',
        hint: 'There is: failures.',
      },
    ]);
  });

  test('one remedy wave returns one workspace', () => {
    const plan = PLAN.replace('      fix:', '      also:\n        uses: apply-patch@^1\n      fix:');
    expect(() => lock(SKILLS, plan)).toThrow(/also and fix both return a workspace/);
  });

  test('a task that needs a workspace needs the run to have one', () => {
    const { shape } = readPlan({ plan: PLAN, policy: POLICY, needsPolicy: true });
    expect(() => requireWorkspace(lock(SKILLS), shape)).toThrow(
      expect.objectContaining({
        code: 'WORKSPACE_MISSING',
        fields: expect.objectContaining({
          faults: [expect.objectContaining({ document: 'plan', pointer: '/loop/remedy/tasks/fix/uses' })],
        }),
      }),
    );
    expect(() => requireWorkspace(lock([...without('apply-patch'), { name: 'apply-patch' }]), shape)).not.toThrow();
  });
});
