// What the law and the schema of the inputs tell before a run.
import type { Plan, Policy } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { planFaults } from '../src/check-plan.ts';
import { policyFaults } from '../src/check-policy.ts';
import { plan, policy, told } from './known-documents.ts';

describe('people who are not there', () => {
  const human = (rest: object): Policy => {
    const { gates: _gates, ...base } = policy('true');
    return { ...base, gates: { quality: { human: rest } } };
  };
  const holders = { 'release-manager': 1, security: 2 };
  test.each([
    [
      'a role nobody has',
      { role: 'relase-manager' },
      '/role nobody has the role relase-manager; did you mean release-manager?',
    ],
    [
      'a role nobody has among several',
      {
        approvals: [
          { role: 'security', count: 2 },
          { role: 'legal', count: 1 },
        ],
      },
      '/approvals/1/role nobody has the role legal',
    ],
    [
      'more people than there are',
      { approvals: [{ role: 'release-manager', count: 2 }] },
      '/approvals/0/role asks for 2 people with the role release-manager, and 1 has it',
    ],
  ])('are found: %s', (_, asked, fault) => {
    expect(told(policyFaults(human(asked), plan(), { holders }))).toEqual([`/gates/quality/human${fault}`]);
    expect(told(policyFaults(human(asked), plan()))).toEqual([]);
  });
});

describe('a default that its own schema refuses', () => {
  const withInputs = (properties: object): Plan =>
    plan({ inputs: { type: 'object', properties, $defs: { n: { type: 'integer' } } } });
  test.each<[string, object, string[]]>([
    [
      'of the wrong type',
      { n: { type: 'integer', default: 'ten' } },
      ['/inputs/properties/n/default the default of n must be integer'],
    ],
    [
      'outside its bounds',
      { n: { type: 'integer', minimum: 1, default: 0 } },
      ['/inputs/properties/n/default the default of n must be >= 1'],
    ],
    [
      'by a reference',
      { n: { $ref: '#/$defs/n', default: true } },
      ['/inputs/properties/n/default the default of n must be integer'],
    ],
    [
      'deep inside',
      { of: { type: 'object', properties: { n: { type: 'integer', default: [] } } } },
      ['/inputs/properties/of/properties/n/default the default of of.n must be integer'],
    ],
    [
      'each of several',
      { a: { type: 'array', items: { type: 'string' }, default: ['x', 3] }, b: { enum: [1, 2], default: 3 } },
      [
        '/inputs/properties/a/default/1 the default of a at /1 must be string',
        '/inputs/properties/b/default the default of b must be one of 1, 2',
      ],
    ],
    ['only where there is one', { a: { type: 'integer' }, b: { type: 'integer', default: 3 } }, []],
  ])('is found: %s', (_, properties, faults) => {
    expect(told(planFaults(withInputs(properties)))).toEqual(faults);
  });
});
