import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { safeName } from '../../src/inspect/made-artifacts.ts';
import { saveFile } from '../../src/inspect/save-file.ts';

async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'dome-save-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('another digest');
}

test('a file is written whole, in a folder that is made for it', async () => {
  await using dir = await folder();
  const path = join(dir.path, 'new', 'file');
  await saveFile(pieces('one ', 'two'), { path, isForced: false });
  expect(await readFile(path, 'utf8')).toBe('one two');
  expect(await readdir(join(dir.path, 'new'))).toEqual(['file']);
});

test('what fails leaves nothing, and what was there before', async () => {
  await using dir = await folder();
  const path = join(dir.path, 'file');
  await expect(saveFile(broken(), { path, isForced: false })).rejects.toThrow('another digest');
  expect(await readdir(dir.path)).toEqual([]);
  await writeFile(path, 'before');
  await expect(saveFile(broken(), { path, isForced: true })).rejects.toThrow('another digest');
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(dir.path)).toEqual(['file']);
});

test('nothing is replaced unless told to: no file, no link, and none that came meanwhile', async () => {
  await using dir = await folder();
  const path = join(dir.path, 'file');
  async function* overtaken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('mine');
    await writeFile(path, 'theirs');
  }
  await expect(saveFile(overtaken(), { path, isForced: false })).rejects.toThrow('exists already');
  expect(await readFile(path, 'utf8')).toBe('theirs');
  await expect(saveFile(pieces('x'), { path, isForced: false })).rejects.toThrow('exists already');
  const link = join(dir.path, 'link');
  await symlink(join(dir.path, 'nowhere'), link);
  await expect(saveFile(pieces('x'), { path: link, isForced: false })).rejects.toThrow('exists already');
  await saveFile(pieces('forced'), { path, isForced: true });
  expect(await readFile(path, 'utf8')).toBe('forced');
});

test('the name of an artifact leads to no other folder and hides nothing', () => {
  expect(safeName('package')).toBe('package');
  expect(safeName('../../etc/passwd')).toBe('___.._etc_passwd');
  expect(safeName('..')).toBe('__');
  expect(safeName('.bashrc')).toBe('_bashrc');
  expect(safeName('a\u0000b\nc')).toBe('a_b_c');
  expect(safeName('')).toBe('_');
});
