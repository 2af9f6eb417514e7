// A plan and a policy with one place to be wrong in.
import type { Plan, Policy } from '@dome/contracts';

import type { Fault } from '../src/source.ts';

export const plan = (more: Partial<Plan> = {}): Plan => ({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'checkout',
  version: '1.0.0',
  inputs: {
    type: 'object',
    additionalProperties: false,
    properties: { dir: { type: 'string' }, minimum: { type: 'integer', default: 10 } },
  },
  tasks: { build: { uses: 'build@^1' }, test: { uses: 'node-test@^1', needs: ['build'] } },
  gates: { quality: {} },
  ...more,
});

export const withoutInputs = ({ inputs: _inputs, ...rest }: Plan): Plan => rest;

export const policy = (expression: string): Policy => ({
  apiVersion: 'dome/v1',
  kind: 'Policy',
  name: 'checkout',
  version: '1.0.0',
  gates: { quality: { rules: [{ id: 'holds', expression, reasonCode: 'BROKEN' }] } },
});

export const inTask = (value: string): Plan =>
  plan({
    tasks: {
      build: { uses: 'build@^1' },
      test: { uses: 'test@^1', needs: ['build'], input: { of: `\${{ ${value} }}` } },
    },
  });
export const inRemedy = (value: string): Plan =>
  plan({
    loop: { maxIterations: 2, remedy: { tasks: { fix: { uses: 'fix@^1', input: { of: `\${{ ${value} }}` } } } } },
  });
export const inPromotion = (value: string): Plan =>
  plan({
    promotion: {
      task: { id: 'promote', uses: 'promote@^1', input: { of: `\${{ ${value} }}` } },
      subject: { task: 'build', artifact: 'package' },
      from: 'build',
      to: 'staging',
    },
  });

export const told = (faults: Iterable<Fault>): string[] =>
  [...faults].map(({ pointer, message }) => `${pointer} ${message}`);
