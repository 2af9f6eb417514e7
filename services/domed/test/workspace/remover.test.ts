// Trees as a skill may leave them: too many, too deep, impossible to remove, with names that are not valid text, with a
// mount inside.
import { execFileSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { LIMITS } from '@dome/contracts';
import { systemClock } from '@dome/runtime';
import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createRemover } from '../../src/workspace/remover.ts';
import type { Remover } from '../../src/workspace/remover.ts';

let cleanup: AsyncDisposableStack;
let root: string;
let remover: Remover;
let warnings: Record<string, unknown>[];
beforeEach(async () => {
  cleanup = new AsyncDisposableStack();
  root = await mkdtemp(join(tmpdir(), 'dome-remover-'));
  cleanup.defer(() => rm(root, { recursive: true, force: true }));
  warnings = [];
  const logger = { warn: (fields: object) => void warnings.push({ ...fields }) };
  remover = cleanup.use(createRemover({ trashDir: join(root, 'trash'), clock: systemClock, logger }));
});
afterEach(() => cleanup.disposeAsync());

const isRoot = process.getuid?.() === 0;
const trash = (): Promise<string[]> => readdir(join(root, 'trash'));
const isGone = async (path: string): Promise<void> => {
  await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
};
/** A separate program, so that the cost of making it is not measured. */
const make = (script: string): Buffer => execFileSync(process.execPath, ['-e', script], { cwd: root });

test('a large tree is out of the way at once, and costs the daemon no memory', { timeout: 60_000 }, async () => {
  make(`const fs = require('fs'); fs.mkdirSync('job/a', { recursive: true });
    for (let n = 0; n < 20000; n++) fs.writeFileSync('job/a/' + 'file-with-a-name-' + n, '');`);
  const before = process.memoryUsage().rss;
  let highest = before;
  await remover.drop(join(root, 'job'));
  await isGone(join(root, 'job'));
  expect(await trash()).toHaveLength(1);
  await eventually(
    async () => {
      highest = Math.max(highest, process.memoryUsage().rss);
      expect(await trash()).toEqual([]);
    },
    { timeoutMs: 60_000 },
  );
  // All names at once would be twice as much.
  expect(highest - before).toBeLessThan(25_000_000);
  expect(warnings).toEqual([]);
});

test('a path longer than the system accepts is removed all the same', async () => {
  make(`const fs = require('fs'); fs.mkdirSync('deep'); process.chdir('deep');
    for (let n = 0; n < 600; n++) { fs.mkdirSync('0123456789'); fs.writeFileSync('file', ''); process.chdir('0123456789'); }`);
  await remover.drop(join(root, 'deep'));
  await eventually(async () => expect(await trash()).toEqual([]), { timeoutMs: 30_000 });
  expect(warnings).toEqual([]);
});

test('many folders, and names that are not valid text, are removed all the same, and no link is followed', async () => {
  make(`const fs = require('fs'); fs.mkdirSync('odd');
    for (let n = 0; n < 1500; n++) { fs.mkdirSync('odd/d' + n); fs.writeFileSync('odd/d' + n + '/f', ''); }
    const odd = Buffer.concat([Buffer.from('odd/'), Buffer.from([0xff, 0xfe])]);
    fs.mkdirSync(odd); fs.writeFileSync(Buffer.concat([odd, Buffer.from([0x2f, 0xff])]), '');
    fs.mkdirSync('kept'); fs.writeFileSync('kept/file', ''); fs.symlinkSync('../kept', 'odd/link');`);
  await remover.drop(join(root, 'odd'));
  await symlink(join(root, 'kept'), join(root, 'link'));
  await remover.drop(join(root, 'link'));
  await eventually(async () => expect(await trash()).toEqual([]), { timeoutMs: 30_000 });
  expect([await readdir(join(root, 'kept')), warnings]).toEqual([['file'], []]);
});

test('what cannot be removed is reported once, with its place and the reason, and the rest is removed', async () => {
  if (!isRoot) return;
  await mkdir(join(root, 'job', 'a'), { recursive: true });
  for (const name of ['one', 'fixed', 'two']) await writeFile(join(root, 'job', 'a', name), '');
  execFileSync('chattr', ['+i', join(root, 'job', 'a', 'fixed')]);
  cleanup.defer(() => void execFileSync('chattr', ['-R', '-i', root]));
  await remover.drop(join(root, 'job'));
  await eventually(() => expect(warnings).toHaveLength(1), { timeoutMs: 30_000 });
  const [left = ''] = await trash();
  const fixed = join(root, 'trash', left, 'a', 'fixed');
  expect(warnings[0]).toMatchObject({ notRemoved: 1, left: [{ path: fixed, code: 'EPERM' }] });
  expect(await readdir(join(root, 'trash', left, 'a'))).toEqual(['fixed']);
});

test('a mount is not entered', async () => {
  if (!isRoot) return;
  const mount = join(root, 'job', 'mount');
  await mkdir(mount, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount]);
  await writeFile(join(mount, 'of-others'), '');
  await remover.drop(join(root, 'job'));
  await eventually(() => expect(warnings).toHaveLength(1), { timeoutMs: 30_000 });
  const [left = ''] = await trash();
  const moved = join(root, 'trash', left, 'mount');
  cleanup.defer(() => void execFileSync('umount', ['-l', moved]));
  expect(warnings[0]).toMatchObject({ left: [{ path: moved, code: 'EXDEV' }] });
  expect(await readdir(moved)).toEqual(['of-others']);
});

test('a caller that discards more than can be removed waits', async () => {
  for (let index = 0; index < LIMITS.trashTrees; index += 1) remover.clear(join(root, `nothing-${index}`));
  await mkdir(join(root, 'job'));
  let isDropped = false;
  const dropped = remover.drop(join(root, 'job')).then(() => (isDropped = true));
  await eventually(() => isGone(join(root, 'job')));
  expect(isDropped).toBe(false);
  await dropped;
});
