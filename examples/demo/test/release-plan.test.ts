import { join } from 'node:path';

import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';

import { findsPython, readRelease } from '../src/release-plan.ts';
import { root } from './played.ts';

const examples = join(root, 'examples');

describe('the submitted plan', () => {
  test('is the example if there is Python', async () => {
    const { plan, policy } = await readRelease(examples, { hasPython: true });
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
    expect(JSON.stringify(parse(left.policy))).not.toContain('migrate.');
    expect(parse(left.policy).gates.quality.rules).toHaveLength(parse(whole.policy).gates.quality.rules.length - 1);
  });

  test('detects a machine without Python', async () => {
    expect(await findsPython({ PATH: '/nowhere' })).toBe(false);
  });
});
