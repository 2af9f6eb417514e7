import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { attendStack } from '../../src/dev/attend-stack.ts';
import { startStack } from '../../src/dev/stack.ts';
import { stackOptions } from './stack-options.ts';

test('a broker that ends before a stack is attended is not waited for', { timeout: 60_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-stack-'));
  try {
    await using stack = await startStack(stackOptions(dir, 1));
    await stack.broker.kill();
    await expect(attendStack(stack, { person: 'ada', skillsDir: dir, tell: () => undefined })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `No nats-server answers at ${stack.url}: the connection is refused.`,
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
