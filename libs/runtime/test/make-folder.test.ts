import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { makeFolder } from '../src/index.ts';

test('a folder is made with its parents, and an existing one stays as it is', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-folder-'));
  try {
    const path = join(dir, 'a', 'b', 'c');
    await makeFolder(path, 0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await chmod(path, 0o750);
    await makeFolder(path, 0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o750);
    await writeFile(join(dir, 'file'), '');
    await expect(makeFolder(join(dir, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(dir, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('several may make the same folder at once', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-folder-'));
  try {
    const path = join(dir, 'a', 'b', 'c', 'd');
    await Promise.all(Array.from({ length: 32 }, () => makeFolder(path)));
    expect((await stat(path)).isDirectory()).toBe(true);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('a file system that takes no folders refuses at once', async () => {
  if (process.platform !== 'linux') return;
  await expect(makeFolder('/proc/none/below')).rejects.toMatchObject({ code: 'ENOENT', path: '/proc/none' });
});
