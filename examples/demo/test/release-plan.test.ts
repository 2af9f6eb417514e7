import { join } from 'node:path';

import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';

import { findsPython, readDemoLaw, readRelease } from '../src/release-plan.ts';
import { root } from './played.ts';

const examples = join(root, 'examples');

async function policyOf(of: { hasPython: boolean }): Promise<string> {
  const { files } = await readDemoLaw(examples, of);
  return files.find(({ name }) => name === 'release.policy.yaml')?.text ?? '';
}

describe('the submitted plan', () => {
  test('is the example if there is Python', async () => {
    const { plan } = await readRelease(examples, { hasPython: true });
    const policy = await policyOf({ hasPython: true });
    expect(Object.keys(parse(plan).tasks)).toContain('migrate');
    expect(JSON.stringify(parse(policy))).toContain('tasks.migrate.');
  });

  test('lacks the check of migrations, and only that, if there is none', async () => {
    const [whole, left] = [
      await readRelease(examples, { hasPython: true }),
      await readRelease(examples, { hasPython: false }),
    ];
    const { migrate, ...others } = parse(whole.plan).tasks;
    expect(migrate).toBeDefined();
    expect(parse(left.plan)).toEqual({ ...parse(whole.plan), tasks: others });
    const [ruled, leftRuled] = [await policyOf({ hasPython: true }), await policyOf({ hasPython: false })];
    expect(JSON.stringify(parse(leftRuled))).not.toContain('migrate.');
    expect(parse(leftRuled).gates.quality.rules).toHaveLength(parse(ruled).gates.quality.rules.length - 1);
  });

  test('detects a machine without Python', async () => {
    expect(await findsPython({ PATH: '/nowhere' })).toBe(false);
  });
});
