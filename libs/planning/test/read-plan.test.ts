import { describe, expect, test } from 'vitest';

import { fillTemplates } from '../src/expressions/template.ts';
import { readPlan } from '../src/read-plan.ts';
import { PLAN, POLICY } from '@dome/testkit';

const read = (plan: string, policy: string | undefined = POLICY) => readPlan({ plan, policy, needsPolicy: true });

describe('a valid plan', () => {
  test('has its waves, gates and tasks in order', () => {
    const { shape } = read(PLAN);
    expect(shape.checkWaves).toEqual([['lint', 'test'], ['pack']]);
    expect(shape.remedyWaves).toEqual([['fix']]);
    expect(shape.gates).toEqual(['quality', 'release']);
    expect([...shape.tasks.values()].map(({ taskId, purpose }) => `${taskId} ${purpose}`)).toEqual([
      'lint check',
      'test check',
      'pack check',
      'fix remedy',
      'promote promote',
    ]);
  });

  test('has the same digest as JSON', () => {
    const json = JSON.stringify(read(PLAN).shape.document);
    expect(read(json).planDigest).toBe(read(PLAN).planDigest);
  });
});

describe('an invalid plan is refused with its place', () => {
  const cases: [string, [string, string], RegExp][] = [
    [
      'unknown field',
      ['needs: [lint, test]', 'need: [lint, test]'],
      /plan 20:5: \/tasks\/pack\/need is not a field here; did you mean needs\?/,
    ],
    ['unknown need', ['[lint, test]', '[lint, tset]'], /plan 20:19: .* no task is called tset; did you mean test\?/],
    [
      'circle',
      ['uses: lint@^1', 'uses: lint@^1\n    needs: [pack]'],
      /lint needs pack needs lint: a circle has no first/,
    ],
    ['range', ['lint@^1', 'lint@one'], /plan 14:5: \/tasks\/lint\/uses one is not a version range/],
    ['unknown gate', ['needs: [quality]', 'needs: [qualty]'], /no gate is called qualty; did you mean quality\?/],
    ['syntax of an expression', ['inputs.level }}', 'inputs. }}'], /plan 23:7: .*is no CEL expression/],
    ['unknown name', ['inputs.level }}', 'input.level }}'], /the name input is unknown here; did you mean inputs\?/],
    ['task it does not need', ['inputs.level }}', 'tasks.fix.result }}'], /no task is called fix/],
    [
      'a task without needing it',
      ['[lint, test]\n    input:\n      name: app.tgz', '[lint]\n    input:\n      name: ${{ tasks.test.result }}'],
      /uses the task test without needing it/,
    ],
    [
      'mixed text',
      ['app.tgz\n      level', 'app-${{ inputs.level }}\n      level'],
      /an expression must be the whole string/,
    ],
    ['id twice', ['id: promote', 'id: pack'], /the id pack stands at \/tasks\/pack already/],
    ['subject', ['task: pack, artifact', 'task: pak, artifact'], /no task is called pak; did you mean pack\?/],
    [
      'key of a limit',
      ['uses: lint@^1', 'uses: lint@^1\n    concurrency: { key: "a ${x}", max: 1 }'],
      /concurrency\/key \$\{x\} is not \$\{input\.name\}/,
    ],
    ['clock', ['total: 60s', 'total: 0s'], /0s is not between 1ms and 7d/],
    [
      'name',
      ['name: release', 'name: Release'],
      /plan 3:1: \/name must be a name: small letters, digits and hyphens, .* such as unit-test/,
    ],
    ['inputs schema', ['type: string', 'type: strin'], /plan 9:14: \/inputs\/properties\/patch\/type must be one of/],
    [
      'gate that no policy knows',
      ['quality: {}', 'quality: {}\n  other: {}'],
      /the policy release@1.0.0 has no such gate/,
    ],
    ['reserved gate', ['quality: {}', 'quality: {}\n  promotion: {}'], /is the name of the promotion decision itself/],
    ['too many rounds', ['maxIterations: 2', 'maxIterations: 21'], /maxIterations must be at most 20; it is 21/],
  ];
  test.each(cases)('%s', (_, [from, to], message) => {
    expect(PLAN).toContain(from);
    expect(() => read(PLAN.replace(from, to))).toThrow(message);
  });

  test.each([
    ['${{ x }}', '${{ "$" + "{{ x }}" }}'],
    ['echo ${{ github.sha }} > ${{ out }}', '${{ "echo " + "$" + "{{ github.sha }} > " + "$" + "{{ out }}" }}'],
  ])('text with braces of its own is refused with the way to write it: %s', (text, written) => {
    const plan = (name: string) => PLAN.replace('name: app.tgz', `name: '${name}'`);
    expect(() => read(plan(text))).toThrow(expect.objectContaining({ hint: expect.stringContaining(written) }));
    const { shape } = read(plan(written));
    const input = shape.tasks.get('pack')?.input ?? {};
    expect(fillTemplates({ name: input['name'] }, {})).toEqual({ name: text });
  });

  test('YAML itself', () => {
    expect(() => read('a: [1, 2')).toThrow(/^plan 1:9: /);
    expect(() => read(PLAN.replace('kind: Plan', 'kind: Plan\nkind: Plan'))).toThrow(
      /^plan 3:1: the key kind stands here twice/,
    );
    expect(() => read(`${PLAN}---\na: 1\n`)).toThrow(/^plan 47:1: there is more than one document in the file/);
    expect(() => read(`a: ${'['.repeat(50_000)}`)).toThrow(/^plan \d+:\d+: /);
    expect(() => read('')).toThrow(/^plan 1:1: must be an object; it is empty/);
    expect(() => read('x'.repeat(300_000))).toThrow(/has 300000 bytes/);
  });

  test.each([
    ['a tag', PLAN.replace('name: app.tgz', 'name: !secret DB_PASS'), /^plan 22:13: the tag !secret has no meaning/],
    ['bytes', PLAN.replace('name: app.tgz', 'name: !!binary aGk='), /^plan 22:13: the tag \S+binary has no meaning/],
    ['a merge key', PLAN.replace('name: app.tgz', '<<: { name: app.tgz }'), /^plan 22:7: the merge key << is not part/],
    ['a number that is none', PLAN.replace('app.tgz', '12e4567'), /^plan 22:13: 12e4567 is not a number that JSON can/],
    ['another YAML', `%YAML 1.1\n---\n${PLAN}`, /^plan 1:1: is written as YAML 1.1/],
  ])('text that would be read as something else: %s', (_, text, message) => expect(() => read(text)).toThrow(message));

  test('the same applies to a policy', () => {
    expect(() => read(PLAN, POLICY.replace('risk: 60', 'risk: !int 60'))).toThrow(/^policy \d+:\d+: the tag !int/);
  });

  test.each([
    [
      'an alias to what is around it',
      PLAN.replace('app.tgz', '&a [*a, *a]'),
      /plan 22:\d+: \/tasks\/pack\/input\/name.* nested/,
    ],
    [
      'depth',
      PLAN.replace('app.tgz', `${'['.repeat(99)}${']'.repeat(99)}`),
      /plan 22:\d+: .* nested more than 56 deep/,
    ],
    ['depth beyond the stack', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /nested too deeply/],
    ['aliases that multiply', `a: &a [x]\nb: [${'*a,'.repeat(99)}]\nc: [*a]\n`, /plan \d+:\d+/],
    ['many keys', `a:\n${Array.from({ length: 12_000 }, (_, n) => `  k${n}: 1\n`).join('')}`, /apiVersion is missing/],
    ['many faults', '!!x '.repeat(30_000), /plan 1:\d+: /],
  ])('text designed to be costly costs little: %s', { timeout: 10_000 }, (_, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'PLAN_INVALID' }));
  });

  test('a document of another kind', () => {
    expect(() => read(POLICY)).toThrow(/^plan 2:1: \/kind is Policy: a document of the kind Plan is wanted here/);
    expect(() => read(PLAN, PLAN)).toThrow(/^policy 2:1: \/kind is Plan: a document of the kind Policy is wanted here/);
  });

  test('a field in the wrong place is not suggested as its own correction', () => {
    expect(() => read(PLAN, POLICY.replace('version:', 'description: x\nversion:'))).toThrow(
      /\/description is not a field here$/,
    );
  });

  test('a gate without a policy', () => {
    expect(() => read(PLAN, '')).toThrow(/policy 1:1/);
    expect(() => readPlan({ plan: PLAN, needsPolicy: true })).toThrow(/\/gates\/quality has no policy/);
    expect(readPlan({ plan: PLAN, needsPolicy: false }).policy).toBeUndefined();
  });

  test('promotion and loop without gates', () => {
    const gateless = PLAN.replace(/gates:[\s\S]*?loop:/, 'loop:').replace(
      '          why: ${{ gates.quality.reasonCodes }}\n',
      '',
    );
    expect(() => read(gateless)).toThrow(/a loop needs a gate that can reject/);
    expect(() => read(gateless.replace(/loop:[\s\S]*?promotion:/, 'promotion:'))).toThrow(
      /a promotion needs at least one gate/,
    );
  });
});

describe('an invalid policy is refused with its place', () => {
  const cases: [string, [string, string], RegExp][] = [
    ['expression', ['failed == 0', 'failed =='], /policy 9:9: .*is no CEL expression/],
    ['task', ['tasks.test.output', 'tasks.tests.output'], /no task is called tests; did you mean test\?/],
    ['rule twice', ['id: lint', 'id: tests'], /the rule tests stands here twice/],
    ['nobody to ask', ['risk: 60', 'risk: 60\n        otherwise: NEEDS_HUMAN'], /nobody is named who could decide/],
    [
      'gates are not in scope',
      ['tasks.test.output.failed == 0', 'gates.release.status == "x"'],
      /the name gates is unknown here/,
    ],
  ];
  test.each(cases)('%s', (_, [from, to], message) => {
    expect(POLICY).toContain(from);
    expect(() => read(PLAN, POLICY.replace(from, to))).toThrow(message);
  });
});

test('the size of a plan is measured with its aliases written out', () => {
  const tasks = Array.from({ length: 60 }, (_, n) => `  t${n}:\n    uses: lint@^1\n    input: { text: *large }\n`).join(
    '',
  );
  const head = 'apiVersion: dome/v1\nkind: Plan\nname: wide\nversion: 1.0.0\n';
  const plan = `${head}tasks:\n  first:\n    uses: lint@^1\n    input: { text: &large ${'x'.repeat(20_000)} }\n${tasks}`;
  expect(() => readPlan({ plan, needsPolicy: false })).toThrow(
    expect.objectContaining({
      code: 'PAYLOAD_TOO_LARGE',
      message: expect.stringMatching(/^the plan has 12\d{5} bytes with all aliases written out, at most 524288$/),
    }),
  );
  expect(() => readPlan({ plan: plan.replace('x'.repeat(20_000), 'x'), needsPolicy: false })).not.toThrow();
});
