// A repository names programs in its settings. Inspecting a folder starts none of them.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { askGit, packDirectory, workTreeState } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

/** Every git hook that a read could run, and those that a write would. */
const hooks = ['post-index-change', 'fsmonitor-watchman', 'reference-transaction', 'pre-auto-gc', 'post-checkout'];

/** `home` holds the person's files; the repository is in it. */
async function hostileRepository(home: string): Promise<{ dir: string; mark: string }> {
  const dir = join(home, 'repository');
  const mark = join(home, 'it-ran');
  const trap = join(home, 'trap.sh');
  await writeFile(trap, `#!/bin/sh\necho "$0 $*" >>${mark}\ncat\n`);
  await chmod(trap, 0o755);
  await mkdir(join(dir, 'sub'), { recursive: true });
  const git = (...args: string[]): void => void execFileSync('git', ['-C', dir, ...args], { stdio: 'ignore' });
  await writeFile(join(dir, 'a.txt'), 'a');
  await writeFile(join(dir, 'sub', 'b.txt'), 'b');
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '-m', 'first');
  await mkdir(join(home, 'hooks'));
  for (const hook of hooks)
    await writeFile(join(home, 'hooks', hook), `#!/bin/sh\necho ${hook} >>${mark}\n`, { mode: 0o755 });
  const settings: Record<string, string> = {
    'core.fsmonitor': trap,
    'core.hooksPath': join(home, 'hooks'),
    'core.sshCommand': trap,
    'core.pager': trap,
    'core.gitProxy': trap,
    'core.askPass': trap,
    'core.editor': trap,
    'credential.helper': `!${trap}`,
    'filter.evil.clean': trap,
    'filter.evil.smudge': trap,
    'filter.evil.process': trap,
    'diff.external': trap,
    'diff.evil.textconv': trap,
    'diff.evil.command': trap,
    'alias.ls-files': `!${trap}`,
    'gpg.program': trap,
    'extensions.partialClone': 'origin',
    'remote.origin.promisor': 'true',
    'protocol.allow': 'always',
    'remote.origin.url': `ext::${trap}`,
    'remote.origin.uploadpack': trap,
    'core.repositoryFormatVersion': '1',
    'core.untrackedCache': 'true',
    'core.alternateRefsCommand': trap,
    'pager.ls-files': trap,
  };
  for (const [name, value] of Object.entries(settings)) git('config', name, value);
  await writeFile(join(dir, '.git', 'info', 'attributes'), '* filter=evil diff=evil\n');
  await writeFile(join(dir, '.gitattributes'), '* filter=evil diff=evil\n');
  // So that git would compare the contents: the file's times differ from those in the index.
  await appendFile(join(dir, 'a.txt'), 'more');
  await utimes(join(dir, 'sub', 'b.txt'), 1, 1);
  return { dir, mark };
}

test('packing a folder starts no program that its repository names', async () => {
  await using home = await temporaryFolder();
  const { dir, mark } = await hostileRepository(home.path);
  expect(await workTreeState(dir)).toBe('tracked');
  expect((await packDirectory(dir, { include: 'git' })).entries).toBe(3);
  expect((await packDirectory(dir, { include: 'tracked' })).entries).toBe(2);
  expect(existsSync(mark)).toBe(false);
});

test("no program in the person's settings is started either, but what they ignore is not packed", async () => {
  await using home = await temporaryFolder();
  const { dir, mark } = await hostileRepository(home.path);
  const before = process.env['HOME'];
  process.env['HOME'] = home.path;
  try {
    await writeFile(join(home.path, 'ignored'), 'sub\n*.secret\n');
    await writeFile(
      join(home.path, '.gitconfig'),
      `[core]\n\tfsmonitor = ${home.path}/trap.sh\n\texcludesFile = ${home.path}/ignored\n`,
    );
    await writeFile(join(dir, 'token.secret'), 's');
    const { entries } = await packDirectory(dir, { include: 'git' });
    expect(entries).toBe(3);
  } finally {
    if (before === undefined) delete process.env['HOME'];
    else process.env['HOME'] = before;
  }
  expect(existsSync(mark)).toBe(false);
});

test('missing objects are not fetched from where the repository says', async () => {
  await using home = await temporaryFolder();
  const { dir, mark } = await hostileRepository(home.path);
  for (const folder of await readdir(join(dir, '.git', 'objects')))
    if (folder.length === 2) await rm(join(dir, '.git', 'objects', folder), { recursive: true });
  expect(await askGit(dir, ['ls-tree', '-r', 'HEAD'])).toMatchObject({ ok: false });
  expect(existsSync(mark)).toBe(false);
});
