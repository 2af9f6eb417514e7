import { DomeError } from '@dome/contracts';
import { PLAN, POLICY } from '@dome/testkit';
import { expect, test } from 'vitest';

import { readLaw, readLaws } from '../src/read-law.ts';
import { readPlan } from '../src/read-plan.ts';

function faultsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    return (error.fields.faults ?? []).map(
      ({ document, line, column, message }) => `${document} ${line}:${column} ${message}`,
    );
  }
  return [];
}
const of = (plan: string, policy: string | undefined = POLICY): string[] =>
  faultsOf(() => readPlan({ plan, policy, needsPolicy: true }));

test('every fault of a plan and its policy is told, in their order: text, schema, names and expressions', () => {
  const plan = PLAN.replace('version: 1.0.0', 'version: 1.0')
    .replace('uses: node-test@^1', 'use: node-test@^1')
    .replace('[lint, test]', '[lint, tset]')
    .replace('inputs.level }}', 'input.level }}');
  const policy = POLICY.replace('risk: 60', 'risk: high').replace('role: release-manager', 'roles: release-manager');
  expect(of(plan, policy)).toEqual([
    'plan 4:1 /version must be a version of three numbers, as text, such as 1.2.0; it is the number 1',
    'plan 16:5 /tasks/test/use is not a field here; did you mean uses?',
    'plan 20:19 /tasks/pack/needs/1 no task is called tset; did you mean test?',
    'plan 23:7 /tasks/pack/input/level the name input is unknown here; did you mean inputs?',
    'policy 11:9 /gates/quality/rules/0/risk must be a whole number; it is the text high',
    'policy 18:7 /gates/release/human/roles is not a field here; did you mean role?',
  ]);
});

test('what only follows from another fault is not told', () => {
  // The task is there, although it says nothing: others may need it, and its rules are those of the policy.
  expect(of(PLAN.replace('uses: lint@^1', 'uses: lint'))).toEqual([
    'plan 14:5 /tasks/lint/uses must be a name and a range of versions, such as lint@^1',
  ]);
  expect(of(PLAN.replace('quality: {}', 'quality: { need: [] }'))).toEqual([
    'plan 25:14 /gates/quality/need is not a field here; did you mean needs?',
  ]);
  expect(of(PLAN.replace('to: staging', 'to: [staging]'))).toHaveLength(1);
  expect(of(PLAN.replace('inputs:', 'inputs: 7\nignored:'))).toEqual([
    expect.stringContaining('/inputs must be an object'),
    expect.stringContaining('/ignored is not a field here'),
  ]);
});

test('a document of law has all its faults, too', () => {
  const text = `apiVersion: dome/v1
kind: Environment
name: build
version: 1
promotesFrom: [staging]
policy: release@one
gates: [release]
plans: release@^1
skills: [promote@^1]
submitters: [developer]
windows: [{ days: [mo], from: '22:00', to: '02:00', timeZone: Vienna }]
`;
  expect(faultsOf(() => readLaw({ source: 'e.yaml', text }))).toEqual([
    'e.yaml 3:1 /name build is where an artifact is made, not an environment',
    'e.yaml 4:1 /version must be a version of three numbers, as text, such as 1.2.0; it is the number 1',
    'e.yaml 6:1 /policy one is not a version range',
    'e.yaml 8:1 /plans must be a list; it is the text release@^1',
    'e.yaml 11:20 /windows/0/days/0 must be one of mon, tue, wed, thu, fri, sat, sun; did you mean mon?',
  ]);
});

test('so have several of them', () => {
  const [one, two] = ['a.yaml', 'b.yaml'].map((source) => ({ source, text: 'kind: Access\nusers: 7\n' }));
  const good = { source: 'c.yaml', text: 'apiVersion: dome/v1\nkind: Access\nversion: 1.0.0\nusers: {}\n' };
  const told = faultsOf(() => readLaws([one ?? good, good, two ?? good]));
  expect(told.map((fault) => fault.split(' ')[0])).toEqual([
    'a.yaml',
    'a.yaml',
    'a.yaml',
    'b.yaml',
    'b.yaml',
    'b.yaml',
  ]);
  expect(readLaws([good]).map(({ source }) => source)).toEqual(['c.yaml']);
});

test('a text with thousands of faults is refused soon, and says how many it has', () => {
  const tasks = Array.from({ length: 10_000 }, (_, n) => `  t${n}: 7\n`).join('');
  const plan = `${PLAN.slice(0, PLAN.indexOf('tasks:'))}tasks:\n${tasks}`;
  const read = (): unknown => readPlan({ plan, needsPolicy: false });
  expect(faultsOf(read).length).toBeLessThanOrEqual(256);
  expect(read).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ moreFaults: expect.any(Number) }) }),
  );
});
