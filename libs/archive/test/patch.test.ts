import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { changedFiles, packDirectory, writePatch } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

test('the patch makes one tree into the other, and the list names its files: changed, new, removed, binary, executable, linked', async () => {
  await using dir = await temporaryFolder();
  const [from, to] = [join(dir.path, 'a'), join(dir.path, 'b')];
  await mkdir(join(from, 'sub'), { recursive: true });
  await writeFile(join(from, 'sub', 'text'), 'one\ntwo\n');
  await writeFile(join(from, 'gone'), 'x');
  await writeFile(join(from, 'latin'), Buffer.from([0xe9, 0x0a]));
  await cp(from, to, { recursive: true });
  await writeFile(join(to, 'sub', 'text'), 'one\n2\n');
  await rm(join(to, 'gone'));
  await writeFile(join(to, 'latin'), Buffer.from([0xe8, 0x0a]));
  await writeFile(join(to, 'bytes'), Buffer.from([0, 1, 2, 255]));
  await writeFile(join(to, 'a name with spaces'), 'new\n');
  await chmod(join(to, 'sub', 'text'), 0o755);
  await symlink('sub/text', join(to, 'link'));

  expect(await changedFiles({ from, to })).toEqual([
    { path: 'a name with spaces', change: 'added', lines: { added: 1, removed: 0 } },
    { path: 'bytes', change: 'added', lines: undefined },
    { path: 'gone', change: 'removed', lines: { added: 0, removed: 1 } },
    { path: 'latin', change: 'changed', lines: { added: 1, removed: 1 } },
    { path: 'link', change: 'added', lines: { added: 1, removed: 0 } },
    { path: 'sub/text', change: 'changed', lines: { added: 1, removed: 1 } },
  ]);
  const { path } = await writePatch({ from, to });
  execFileSync('git', ['apply', path], { cwd: from, env: { ...process.env, GIT_CEILING_DIRECTORIES: dir.path } });
  const digests = await Promise.all([from, to].map((tree) => packDirectory(tree, { include: 'all' })));
  expect(digests[0]?.digest).toBe(digests[1]?.digest);
});

test('between equal trees there is nothing', async () => {
  await using dir = await temporaryFolder();
  for (const name of ['a', 'b']) {
    await mkdir(join(dir.path, name));
    await writeFile(join(dir.path, name, 'file'), 'same');
  }
  const folders = { from: join(dir.path, 'a'), to: join(dir.path, 'b') };
  expect(await writePatch(folders)).toMatchObject({ size: 0 });
  expect(await changedFiles(folders)).toEqual([]);
});

test('no program of the trees or of the person is run', async () => {
  await using dir = await temporaryFolder();
  const proof = join(dir.path, 'ran');
  const settings = `[diff "x"]\n\tcommand = touch ${proof}\n\ttextconv = touch ${proof}\n[filter "x"]\n\tclean = touch ${proof}\n[diff]\n\texternal = touch ${proof}\n`;
  for (const name of ['a', 'b']) {
    await mkdir(join(dir.path, name, '.git'), { recursive: true });
    await writeFile(join(dir.path, name, '.git', 'config'), settings);
    await writeFile(join(dir.path, name, '.gitattributes'), '* diff=x filter=x\n');
    await writeFile(join(dir.path, name, 'file'), name);
  }
  const { path } = await writePatch({ from: join(dir.path, 'a'), to: join(dir.path, 'b') });
  expect(await readFile(path, 'utf8')).toContain('+b');
  await expect(readFile(proof)).rejects.toThrow('ENOENT');
});
