import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test('the fix of the example repository applies to it, word for word', () => {
  const args = ['apply', '--check', '--directory=examples/checkout', 'examples/checkout-fix.patch'];
  expect(() => execFileSync('git', args, { cwd: root, stdio: 'pipe' })).not.toThrow();
});
