import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { processIdentityOf } from '@dome/runtime';
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createMemoryFolder } from '../../src/secrets/memory-folder.ts';

const files = [{ name: 'KEY', as: 'file' as const, value: 'a key\n' }];

test('a job has a folder in memory that only its user can read, until it has ended', async () => {
  if (process.platform !== 'linux') return;
  const memory = createMemoryFolder();
  const { path, ...job } = await memory.open('job-1', files);
  expect(path).toMatch(/^\/dev\/shm\/dome-secrets-.*\/job-1$/);
  expect(readFileSync(join(path, 'KEY'), 'utf8')).toBe('a key\n');
  expect([dirname(path), path, join(path, 'KEY')].map((at) => (statSync(at).mode & 0o777).toString(8))).toEqual([
    '700',
    '700',
    '400',
  ]);
  await job[Symbol.asyncDispose]();
  expect(existsSync(path)).toBe(false);
  await memory[Symbol.asyncDispose]();
  expect(existsSync(dirname(path))).toBe(false);
});

test('secrets are written to no disk', async () => {
  if (process.platform !== 'linux') return;
  const dir = await mkdtemp(join(tmpdir(), 'dome-disk-'));
  const memory = createMemoryFolder(dir);
  try {
    // A machine whose temporary folder is in memory shows nothing here.
    if ((await memory.fault()) === undefined) return;
    expect(await memory.fault()).toContain('no file system in memory');
    await expect(memory.open('job-1', files)).rejects.toThrow('secrets are written to no disk');
    expect(await createMemoryFolder(join(dir, 'none')).fault()).toContain('no file system in memory');
  } finally {
    await memory[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  }
});

test('the folder of a daemon that was killed is removed, even if all its children are killed with it', async () => {
  if (process.platform !== 'linux') return;
  const program = fileURLToPath(new URL('../fixtures/memory-folder-of-a-daemon.ts', import.meta.url));
  const daemon = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [path] = (await once(createInterface(daemon.stdout), 'line')) as [string];
  expect(readFileSync(join(path, 'KEY'), 'utf8')).toBe('a key\n');
  process.kill(-(daemon.pid ?? 0), 'SIGKILL');
  await eventually(() => expect(existsSync(dirname(path))).toBe(false));
});

test('what even that process could not remove goes with the next daemon', async () => {
  if (process.platform !== 'linux') return;
  const left = join('/dev/shm', `dome-secrets-left${process.pid}`);
  mkdirSync(left);
  // A process that is gone: ids are below this one on every system.
  writeFileSync(join(left, 'owner.json'), JSON.stringify({ ...(await processIdentityOf(process.pid)), pid: 2 ** 30 }));
  const memory = createMemoryFolder();
  expect(await memory.fault()).toBeUndefined();
  await eventually(() => expect(existsSync(left)).toBe(false));
  await memory[Symbol.asyncDispose]();
});
