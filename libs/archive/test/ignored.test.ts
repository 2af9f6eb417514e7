// What a program has left is packed without what git ignores there.
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { ignoredQuestion, packDirectory, readIgnored } from '../src/index.ts';
import type { IgnoredPaths } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

async function plant(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dir, dirname(path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}

async function ignoredIn(dir: string, repository: string): Promise<IgnoredPaths> {
  const { argv, env } = await ignoredQuestion(dir, repository);
  const [git = '', ...args] = argv;
  return readIgnored(execFileSync(git, args, { cwd: dir, env: { PATH: process.env['PATH'], ...env } }));
}

test('a folder that git ignores is named once, by itself', async () => {
  await using folder = await temporaryFolder();
  const dir = join(folder.path, 'left');
  await plant(dir, {
    '.gitignore': '*.log\n/deep/*/out\n!kept.log\n',
    'a.log': '',
    'kept.log': '',
    'deep/x/out/y/z': '',
  });
  await plant(dir, { 'deep/x/y': '', 'all/.gitignore': '*\n', 'all/b/c': '' });
  const ignored = await ignoredIn(dir, join(folder.path, 'repository'));
  expect([...ignored].toSorted()).toEqual(['a.log', 'all/', 'deep/x/out/']);
});

test('what is ignored does not count towards the limits, and is not opened', async () => {
  await using folder = await temporaryFolder();
  const dir = join(folder.path, 'left');
  await plant(dir, { '.gitignore': 'out\n', 'out/a': '', 'out/b': '', 'out/c': '', d: '' });
  await symlink('/absolute', join(dir, 'out', 'link'));
  const ignored = await ignoredIn(dir, join(folder.path, 'repository'));
  const include = { ignored, cameIn: join(folder.path, 'nothing') };
  expect((await packDirectory(dir, { include, limits: { entriesMax: 2 } })).entries).toBe(2);
});

test('of what is ignored the files that came in are packed, and only under the same names', async () => {
  await using folder = await temporaryFolder();
  const [dir, cameIn] = [join(folder.path, 'left'), join(folder.path, 'came-in')];
  await plant(cameIn, { 'out/kept': '', 'out/gone': '', file: '', 'folder/a': '' });
  await plant(dir, { '.gitignore': 'out\nfile\nfolder\n', 'out/kept': '', 'out/new': '', 'file/a': '', folder: '' });
  const ignored = await ignoredIn(dir, join(folder.path, 'repository'));
  expect([...ignored].toSorted()).toEqual(['file/', 'folder', 'out/']);
  expect((await packDirectory(dir, { include: { ignored, cameIn } })).entries).toBe(2);
});
