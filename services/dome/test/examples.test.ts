import { checkInputs, createPlanner, lockPlan, readPlan } from '@dome/planning';
import { fleetOf } from '@dome/testkit';
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { accessRules } from '../src/law/access.ts';
import { person } from './law-of.ts';

const { law: readLaw } = createPlanner();

const example = (name: string): string => readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

describe('the examples are valid', () => {
  const read = readPlan({
    plan: example('release.plan.yaml'),
    policy: example('law/release.policy.yaml'),
    ofLaw: 'release@1.0.0',
    needsPolicy: true,
  });

  test('the plan has the waves that its text promises', () => {
    expect(read.shape.checkWaves).toEqual([
      ['diff', 'lint', 'test'],
      ['migrate', 'pack', 'sbom'],
    ]);
    expect(read.shape.gates).toEqual(['quality', 'release']);
    expect(checkInputs(read.shape.document.inputs, { patch: 'x', environments: '/tmp/x' })).toBeDefined();
  });

  test('it locks against skills of those names', () => {
    const names = ['git-diff-stat', 'lint', 'node-test', 'sbom', 'sql-migrate-check', 'apply-patch'];
    const fleet = fleetOf([
      ...names.map((name) => ({ name })),
      { name: 'pack', artifacts: ['package'] },
      { name: 'promote', sideEffects: ['promotion'] },
    ]);
    expect(lockPlan(read, fleet)).toHaveLength(8);
  });

  test('the access document names the people of the demo', () => {
    const { document } = readLaw({ source: 'access.yaml', text: example('law/access.yaml') });
    if (document.kind !== 'Access') throw new Error('it is no access document');
    const access = accessRules(document);
    expect(access.rolesOf(person('grace'))).toEqual(['release-manager']);
    expect(access.rolesOf(person('constructor'))).toEqual([]);
    expect(() => access.requirePermission('submit', person('eve'))).toThrow(/none of the roles that may submit/);
  });
});
