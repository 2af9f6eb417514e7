import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openInstanceFolder } from '../../src/workspace/instance-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dome-instances-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function leave(name: string, owner: unknown): Promise<void> {
  await mkdir(join(root, name, 'jobs'), { recursive: true });
  await writeFile(join(root, name, 'owner.json'), JSON.stringify(owner));
}

test('sweeps what dead daemons left, and nothing else', async () => {
  const living = await openInstanceFolder(root, 'living');
  const owner: unknown = JSON.parse(await readFile(join(living.path, 'owner.json'), 'utf8'));
  expect(owner).toMatchObject({ host: hostname(), pid: process.pid });

  await leave('dead', { host: hostname(), pid: 2 ** 22 + 1, startTime: 'boot:1' });
  // The id of a process that lives, but was started at another time: it is not the same one.
  await leave('reused-id', { host: hostname(), pid: process.pid, startTime: 'boot:1' });
  await leave('other-host', { host: 'another', pid: 1, startTime: 'boot:1' });
  await mkdir(join(root, 'no-owner'));
  await writeFile(join(root, 'a-file'), '');

  await using fresh = await openInstanceFolder(root, 'fresh');
  expect((await readdir(root)).toSorted()).toEqual(['a-file', 'fresh', 'living', 'no-owner', 'other-host']);
  expect(await readdir(fresh.path)).toEqual(['owner.json']);
  await living[Symbol.asyncDispose]();
  expect(await readdir(root)).not.toContain('living');
});

test('does not take a folder that another daemon has', async () => {
  await using _living = await openInstanceFolder(root, 'a');
  await expect(openInstanceFolder(root, 'a')).rejects.toMatchObject({ code: 'EEXIST' });
});
