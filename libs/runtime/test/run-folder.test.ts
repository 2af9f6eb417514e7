import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { processIdentityOf } from '../src/process-identity.ts';
import { openRunFolder } from '../src/run-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-run-folder-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function leave(name: string, owner?: object): Promise<void> {
  await mkdir(join(dir, name));
  if (owner !== undefined) await writeFile(join(dir, name, 'owner.json'), JSON.stringify(owner));
}

test('what dead processes left is removed, and nothing else', async () => {
  const self = await processIdentityOf(process.pid);
  // The id of a live process with another start time: not the same process.
  await leave('run-gone', { ...self, startTime: '1' });
  await leave('run-half.gone');
  await leave('run-living', self);
  await leave('run-elsewhere', { ...self, host: 'another', place: 'another-boot pid:[1]' });
  await leave('run-being-made');
  await leave('other-gone', { ...self, startTime: '1' });
  await using folder = await openRunFolder('run-', [dir]);
  const stays = ['other-gone', 'run-being-made', 'run-elsewhere', 'run-living'];
  const others = async (): Promise<string[]> =>
    (await readdir(dir)).filter((name) => join(dir, name) !== folder.path).toSorted();
  await expect.poll(others, { timeout: 10_000 }).toEqual(stays);
});

test('only its owner can read it, it is removed when it is disposed, and another place is used if the first is refused', async () => {
  await writeFile(join(dir, 'a-file'), '');
  const folder = await openRunFolder('run-', [join(dir, 'a-file', 'below'), join(dir, 'made')]);
  expect(folder.path.startsWith(join(dir, 'made', 'run-'))).toBe(true);
  for (const path of [folder.path, join(dir, 'made')]) expect((await stat(path)).mode & 0o777).toBe(0o700);
  await folder[Symbol.asyncDispose]();
  expect(await readdir(join(dir, 'made'))).toEqual([]);
});
