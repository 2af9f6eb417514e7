import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { expect, test } from 'vitest';

import { devLaw } from '../../src/dev/people.ts';
import { startStack } from '../../src/dev/stack.ts';

const SKILLS = join(import.meta.dirname, '../../../../examples/skills');

test('no plane is started in a stack that is stopping, however late somebody asks', { timeout: 60_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-stack-'));
  try {
    const stack = await startStack({
      skillsDir: SKILLS,
      domedCount: 1,
      slots: 1,
      pool: 'default',
      ackWaitMs: 5_000,
      people: ['ada'],
      cwd: dir,
      law: devLaw('ada', []).files,
      env: { ...process.env, TMPDIR: dir },
      onProgress: () => undefined,
      onLog: () => undefined,
    });
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
