import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { gitSource } from '../../src/adapters/git.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-git-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const person = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', ['-C', dir, ...person, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

async function repository(name: string): Promise<string> {
  const dir = join(home, name);
  await mkdir(join(dir, 'skills', 'one'), { recursive: true });
  await writeFile(join(dir, 'skills', 'one', 'run.sh'), 'exit 0\n', { mode: 0o755 });
  await writeFile(join(dir, 'skills', 'one', 'data.txt'), 'data');
  await symlink('data.txt', join(dir, 'skills', 'one', 'link'));
  await writeFile(join(dir, 'readme'), 'outside of the catalogue');
  git(dir, 'init', '-q');
  git(dir, 'add', '.');
  git(dir, 'commit', '-q', '-m', 'first');
  return dir;
}

test('names commit and remote, without a password in the remote', async () => {
  const dir = await repository('plain');
  const commit = git(dir, 'rev-parse', 'HEAD').trim();
  git(dir, 'remote', 'add', 'origin', 'https://ada:secret@example.org/skills.git');
  expect(await gitSource(join(dir, 'skills'))).toEqual({
    commit,
    dirty: false,
    repo: 'https://example.org/skills.git',
  });
  expect(await gitSource(home)).toBeUndefined();
});

test.each<[string, (one: string) => Promise<unknown>]>([
  ['a file that was changed', (one) => appendFile(join(one, 'data.txt'), 'x')],
  [
    'a file of the same length and time',
    async (one) => {
      await writeFile(join(one, 'data.txt'), 'DATA');
      await utimes(join(one, 'data.txt'), 1, 1);
    },
  ],
  ['a mode', (one) => chmod(join(one, 'run.sh'), 0o644)],
  ['a file that is gone', (one) => rm(join(one, 'data.txt'))],
  ['a file that is new', (one) => writeFile(join(one, 'new.txt'), '')],
  [
    'a link in place of a file',
    async (one) => {
      await rename(join(one, 'data.txt'), join(home, 'elsewhere'));
      await symlink(join(home, 'elsewhere'), join(one, 'data.txt'));
    },
  ],
  [
    'another target',
    async (one) => {
      await rm(join(one, 'link'));
      await symlink('run.sh', join(one, 'link'));
    },
  ],
  [
    'what is staged',
    async (one) => {
      await writeFile(join(one, 'new.txt'), '');
      git(one, 'add', 'new.txt');
    },
  ],
])('sees %s', async (_what, change) => {
  const dir = await repository('changed');
  await change(join(dir, 'skills', 'one'));
  expect(await gitSource(join(dir, 'skills'))).toMatchObject({ dirty: true });
});

test('a folder without a commit has no source, and a repository that git refuses to read is not taken for one', async () => {
  const unborn = join(home, 'unborn');
  await mkdir(unborn);
  git(unborn, 'init', '-q');
  expect(await gitSource(unborn)).toBeUndefined();
  const broken = await repository('broken');
  await appendFile(join(broken, '.git', 'config'), '[core\n');
  await expect(gitSource(broken)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
});

test('sees changes in a nested repository', async () => {
  const inner = await repository('inner');
  const dir = await repository('outer');
  git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'skills/inner');
  git(dir, 'commit', '-q', '-m', 'with it');
  expect(await gitSource(join(dir, 'skills'))).toMatchObject({ dirty: false });
  await appendFile(join(dir, 'skills', 'inner', 'readme'), 'x');
  expect(await gitSource(join(dir, 'skills'))).toMatchObject({ dirty: true });
});

test('starts no filter, monitor or hook that the repository names', async () => {
  const dir = await repository('hostile');
  const mark = join(home, 'it-ran');
  const trap = join(home, 'trap.sh');
  await writeFile(trap, `#!/bin/sh\necho "$0 $*" >>${mark}\ncat\n`, { mode: 0o755 });
  for (const name of ['core.fsmonitor', 'core.pager', 'filter.evil.clean', 'filter.evil.process', 'diff.external'])
    git(dir, 'config', name, trap);
  await writeFile(join(dir, '.git', 'info', 'attributes'), '* filter=evil\n');
  await utimes(join(dir, 'skills', 'one', 'data.txt'), 1, 1);
  expect(await gitSource(join(dir, 'skills'))).toMatchObject({ dirty: false });
  expect(existsSync(mark)).toBe(false);
});
