import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';
import { expect, it } from 'vitest';

import { fixtures } from './support/stack.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it('ends at a signal while it waits for a broker that is away, and leaves nothing behind', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'dome-start-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(workDir, { recursive: true, force: true }));
  // Nobody listens on the port for services that are discarded.
  const env = { PATH: process.env['PATH'], DOME_NATS_URL: 'nats://127.0.0.1:9', DOME_SKILLS: fixtures };
  const child = spawn(process.execPath, [main], {
    env: { ...env, DOME_WORK_DIR: workDir, DOME_INSTANCE: 'early' },
    stdio: 'ignore',
  });
  stack.defer(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const own = join(workDir, 'instances', 'early');
  await eventually(async () => (await readdir(own).catch((): string[] => [])).includes('skills'));
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(await readdir(workDir)).toEqual(['instances']);
  expect(await readdir(join(workDir, 'instances'))).toEqual([]);
});
