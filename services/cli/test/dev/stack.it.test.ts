import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { startStack } from '../../src/dev/stack.ts';
import { stackOptions } from './stack-options.ts';

test('no plane is started in a stack that is stopping, however late somebody asks', { timeout: 60_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-stack-'));
  try {
    const stack = await startStack(stackOptions(dir, 1));
    const stopping = stack[Symbol.asyncDispose]();
    await Promise.all(stack.planes.filter(({ plane }) => plane === 'domed').map(({ ended }) => ended));
    await expect(stack.startPlane('domed', 'domed-1')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The stack is stopping; domed-1 is not started.',
    });
    await stopping;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
