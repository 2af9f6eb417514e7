import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const PATCH = 'examples/checkout-fix.patch';

test('the fix of the example repository applies to it, word for word', () => {
  const args = ['apply', '--check', '--directory=examples/checkout', PATCH];
  expect(() => execFileSync('git', args, { cwd: root, stdio: 'pipe' })).not.toThrow();
});

test('the example plan carries the same fix', () => {
  const plan: unknown = parse(readFileSync(join(root, 'examples/release.plan.yaml'), 'utf8'));
  const fix = readFileSync(join(root, PATCH), 'utf8');
  expect(plan).toMatchObject({ inputs: { properties: { patch: { default: fix } } } });
});
