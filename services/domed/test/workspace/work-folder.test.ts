import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openWorkFolder } from '../../src/workspace/work-folder.ts';

let stack: AsyncDisposableStack;
let dir: string;
beforeEach(async () => {
  stack = new AsyncDisposableStack();
  dir = await mkdtemp(join(tmpdir(), 'dome-work-'));
  stack.defer(() => void execFileSync('rm', ['-rf', dir]));
});
afterEach(() => stack.disposeAsync());

/** Only root mounts, and only others meet a folder that they may not write to. */
const isRoot = process.getuid?.() === 0;

async function mounted(options: string): Promise<string> {
  const path = join(dir, 'mounted');
  await mkdir(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  stack.defer(() => void execFileSync('umount', ['-l', path]));
  return path;
}

const refusal = (path: string, says: RegExp, cure: RegExp) => ({
  code: 'CONFIG_INVALID',
  message: expect.stringMatching(new RegExp(`^DOME_WORK_DIR: ${path} ${says.source}`)),
  hint: expect.stringMatching(cure),
});

test('a folder is made with its parents, tried, and left empty; a link to one is followed', async () => {
  const path = join(dir, 'a', 'b');
  const real = join(await realpath(dir), 'a', 'b');
  expect(await openWorkFolder(path)).toBe(real);
  expect(await readdir(path)).toEqual([]);
  await symlink(path, join(dir, 'link'));
  expect(await openWorkFolder(join(dir, 'link'))).toBe(real);
});

test('a file in its place, and a place where nothing can be made, are named', async () => {
  const file = join(dir, 'file');
  await writeFile(file, '');
  await expect(openWorkFolder(file)).rejects.toMatchObject(refusal(file, /is no folder/, /Name a folder/));
  await expect(openWorkFolder(join(file, 'x'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(openWorkFolder('/proc/dome')).rejects.toMatchObject(refusal('/proc/dome', /cannot be made/, /Name a/));
});

test('a folder that cannot be written is named with the cure', async () => {
  if (isRoot) {
    const path = await mounted('ro');
    await expect(openWorkFolder(path)).rejects.toMatchObject(
      refusal(path, /is on a file system that is mounted read-only \(EROFS\)\./, /emptyDir/),
    );
    return;
  }
  await chmod(dir, 0o500);
  await expect(openWorkFolder(dir)).rejects.toMatchObject(
    refusal(dir, /may not be used by the user of this process \(EACCES\)\./, /fsGroup/),
  );
  await chmod(dir, 0o700);
});

test('a folder from which no program can be started is named with the cure', async () => {
  if (!isRoot) return;
  const path = await mounted('noexec');
  await expect(openWorkFolder(path)).rejects.toMatchObject(refusal(path, /is mounted noexec/, /:exec/));
});

test('a folder on a full file system is named with the cure', async () => {
  if (!isRoot) return;
  const path = await mounted('nr_inodes=1');
  await expect(openWorkFolder(path)).rejects.toMatchObject(refusal(path, /is on a file system without space/, /space/));
});
