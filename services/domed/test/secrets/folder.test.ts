import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { folderOfSecrets, openFolderOfSecrets } from '../../src/secrets/folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-secrets-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const read = async (...names: string[]) => folderOfSecrets(dir).read(names);

test('each file is a secret, with its line end', async () => {
  await writeFile(join(dir, 'TOKEN'), 'hunter2\n');
  await writeFile(join(dir, 'KEY'), 'été à Zürich');
  expect(await read('KEY', 'TOKEN')).toEqual([{ value: 'été à Zürich' }, { value: 'hunter2\n' }]);
});

test('what Kubernetes mounts is read where its link leads, and anew when the link was turned', async () => {
  const version = async (name: string, value: string): Promise<void> => {
    await mkdir(join(dir, name));
    await writeFile(join(dir, name, 'TOKEN'), value);
    await symlink(name, join(dir, '..data_tmp'));
    await rename(join(dir, '..data_tmp'), join(dir, '..data'));
  };
  await version('..2026_01', 'first version');
  await symlink(join('..data', 'TOKEN'), join(dir, 'TOKEN'));
  const secrets = folderOfSecrets(dir);
  expect(await secrets.read(['TOKEN'])).toEqual([{ value: 'first version' }]);
  await version('..2026_02', 'second version');
  expect(await secrets.read(['TOKEN'])).toEqual([{ value: 'second version' }]);
});

test.each([
  ['is missing', undefined, /no such file/],
  ['has three bytes', 'abc\n', /fewer than 4 bytes/],
  ['is empty', '', /fewer than 4 bytes/],
  ['is no text', Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x42]), /no text in UTF-8/],
  ['has a NUL', 'abcd\0efg', /no text in UTF-8/],
  ['is too large', 'x'.repeat(LIMITS.secretBytes + 1), /more than 8192 bytes/],
])('a secret that %s is told by its name alone', async (_what, content, fault) => {
  if (content !== undefined) await writeFile(join(dir, 'TOKEN'), content);
  expect(await read('TOKEN')).toEqual([{ fault: expect.stringMatching(fault) as unknown }]);
});

test('a link or a pipe is not followed out of the folder', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'dome-outside-'));
  try {
    await writeFile(join(outside, 'TOKEN'), 'of somebody else');
    await symlink(join(outside, 'TOKEN'), join(dir, 'TOKEN'));
    await mkdir(join(dir, 'FOLDER'));
    expect(await read('TOKEN', 'FOLDER', '..data')).toEqual([
      { fault: 'its file is a link that leads out of the folder' },
      { fault: 'its file cannot be read' },
      { fault: 'there is no such file' },
    ]);
    await symlink(outside, join(dir, '..data'));
    expect(await read('TOKEN')).toEqual([{ fault: 'its file is a link that leads out of the folder' }]);
  } finally {
    await rm(outside, { recursive: true });
  }
});

test('a folder that is not there, or in which the daemon works, is refused', async () => {
  const workDir = join(dir, 'work');
  await mkdir(workDir);
  await expect(openFolderOfSecrets(join(dir, 'none'), workDir)).rejects.toThrow(/DOME_SECRETS: .*none is no folder/);
  await expect(openFolderOfSecrets(dir, workDir)).rejects.toThrow(/the work folder .* is in/);
  await expect(openFolderOfSecrets('/', workDir)).rejects.toThrow(/the work folder/);
  await mkdir(join(dir, 'wor'));
  expect(await openFolderOfSecrets(join(dir, 'wor'), workDir)).toBeDefined();
  await rm(join(dir, 'wor'), { recursive: true });
});
