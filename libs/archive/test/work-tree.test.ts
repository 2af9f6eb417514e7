// git says which files belong to a folder. If git cannot say it, nothing is packed.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { packDirectory, untrackedFiles, workTreeState } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

async function plant(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dir, dirname(path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}

const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', ['-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
    stdio: 'pipe',
  }).toString();

/** Sets a variable of the process until the scope ends. */
function variable(name: string, value: string | undefined): Disposable {
  const before = process.env[name];
  const set = (text: string | undefined): void => {
    if (text === undefined) delete process.env[name];
    else process.env[name] = text;
  };
  set(value);
  return { [Symbol.dispose]: () => set(before) };
}

async function withSecret(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder();
  await plant(folder.path, { 'a.txt': 'a', 's.env': 'secret', '.gitignore': 's.env\nnode_modules\n' });
  await plant(folder.path, { 'node_modules/x.js': 'x' });
  git(folder.path, 'init', '-q');
  return folder;
}

test('a folder is outside of git, ignored by it, or holds tracked files or none yet', async () => {
  await using folder = await withSecret();
  const { path } = folder;
  expect(await workTreeState(path)).toBe('untracked');
  expect(await workTreeState(join(path, 'node_modules'))).toBe('ignored');
  git(path, 'add', 'a.txt');
  expect(await workTreeState(path)).toBe('tracked');
  await rm(join(path, '.git'), { recursive: true });
  expect(await workTreeState(path)).toBe('outside');
});

/** Only root may give a folder away. */
const isRoot = process.getuid?.() === 0;

test('a repository that belongs to somebody else is refused, with what to do', async () => {
  if (!isRoot) return;
  await using home = await temporaryFolder();
  await using folder = await withSecret();
  execFileSync('chown', ['-R', '12345', folder.path]);
  using _sudo = variable('SUDO_UID', undefined);
  using _home = variable('HOME', home.path);
  const refused = {
    code: 'ARCHIVE_INVALID',
    message: expect.stringContaining('detected dubious ownership in repository'),
    hint: expect.stringContaining(`git config --global --add safe.directory ${folder.path}`),
  };
  await expect(workTreeState(folder.path)).rejects.toMatchObject(refused);
  await expect(packDirectory(folder.path, { include: 'git' })).rejects.toMatchObject(refused);
  await writeFile(join(home.path, '.gitconfig'), `[safe]\n\tdirectory = ${folder.path}\n`);
  expect(await workTreeState(folder.path)).toBe('untracked');
});

test("a repository that git cannot read is refused with git's message, and not taken for none", async () => {
  await using folder = await withSecret();
  const { path } = folder;
  await writeFile(join(path, '.git', 'config'), '[core\n');
  await expect(workTreeState(path)).rejects.toThrow(/git cannot tell which files of .* bad config line 1/);
  await rm(join(path, '.git'), { recursive: true });
  await writeFile(join(path, '.git'), 'gitdir: /nowhere/.git/worktrees/gone\n');
  await expect(workTreeState(path)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
});

test('without a git on PATH, only a folder outside of any repository is understood', async () => {
  await using folder = await withSecret();
  await using none = await temporaryFolder();
  using _ = variable('PATH', none.path);
  await expect(workTreeState(join(folder.path, 'node_modules'))).rejects.toThrow('there is no git on PATH');
  expect(await workTreeState(none.path)).toBe('outside');
});

test('the packed files are those that `git add -n .` would add, wherever the person keeps their settings', async () => {
  await using folder = await withSecret();
  await using settings = await temporaryFolder();
  const { path } = folder;
  await plant(path, { 'x.secret': 's', 'y.local': 'y', 'z.private': 'z', 'sub/b.txt': 'b', 'sub/x.secret': 's' });
  await plant(settings.path, {
    'git/ignore': '*.secret\n',
    'more/gitconfig': `[core]\n\texcludesFile = ${settings.path}/own\n`,
  });
  await plant(settings.path, { own: '*.local\n' });
  const taken = async (): Promise<string[]> => {
    const planned = git(path, 'add', '-n', '.').matchAll(/^add '(.+)'$/gm);
    const names = [...planned].map(([, name = '']) => name);
    const { entries } = await packDirectory(path, { include: 'git' });
    expect(entries, names.join(' ')).toBe(names.length);
    return names.toSorted();
  };
  {
    using _xdg = variable('XDG_CONFIG_HOME', settings.path);
    expect(await taken()).toEqual(['.gitignore', 'a.txt', 'sub/b.txt', 'y.local', 'z.private']);
  }
  {
    using _global = variable('GIT_CONFIG_GLOBAL', join(settings.path, 'more', 'gitconfig'));
    expect(await taken()).toEqual(['.gitignore', 'a.txt', 'sub/b.txt', 'sub/x.secret', 'x.secret', 'z.private']);
  }
  using _count = variable('GIT_CONFIG_COUNT', '1');
  using _key = variable('GIT_CONFIG_KEY_0', 'core.excludesFile');
  using _value = variable('GIT_CONFIG_VALUE_0', join(settings.path, 'own'));
  expect(await taken()).not.toContain('y.local');
});

test('the variables that a hook sets for its own repository have no effect', async () => {
  await using folder = await withSecret();
  await using other = await withSecret();
  using _dir = variable('GIT_DIR', join(other.path, '.git'));
  using _index = variable('GIT_INDEX_FILE', join(other.path, '.git', 'index'));
  expect((await packDirectory(folder.path, { include: 'git' })).entries).toBe(2);
});

test('a nested clone is refused by name and with what to do, and a submodule that was never checked out does no harm', async () => {
  await using folder = await withSecret();
  await using inner = await temporaryFolder();
  const { path } = folder;
  await plant(inner.path, { 'i.txt': 'i' });
  git(inner.path, 'init', '-q');
  git(inner.path, 'add', '.');
  git(inner.path, 'commit', '-qm', 'first');
  git(path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'vendor/lib');
  git(path, 'add', '.');
  git(path, 'submodule', '--quiet', 'deinit', '-f', 'vendor/lib');
  const before = (await packDirectory(path, { include: 'git' })).entries;
  expect(before).toBe(3);
  git(path, 'clone', '-q', inner.path, join(path, 'clone'));
  await expect(packDirectory(path, { include: 'git' })).rejects.toMatchObject({
    code: 'ARCHIVE_INVALID',
    message: '"clone" is a git repository of its own: a clone, or a submodule',
    hint: expect.stringContaining('.gitignore'),
    fields: { path: 'clone' },
  });
  await writeFile(join(path, '.git', 'info', 'exclude'), '/clone\n');
  expect((await packDirectory(path, { include: 'git' })).entries).toBe(before);
});

test.each(['git', 'all'] as const)('a name that is not UTF-8 is shown, escaped: %s', async (include) => {
  await using folder = await temporaryFolder();
  git(folder.path, 'init', '-q');
  await mkdir(join(folder.path, 'sub'));
  await writeFile(Buffer.concat([Buffer.from(`${folder.path}/sub/caf`), Buffer.of(0xe9), Buffer.from('.txt')]), '');
  await expect(packDirectory(folder.path, { include })).rejects.toMatchObject({
    message: '"sub/caf\\xE9.txt" is not a UTF-8 name',
    fields: { path: 'sub/caf\\xE9.txt' },
  });
});

test('files that git neither tracks nor ignores are named', async () => {
  await using folder = await withSecret();
  git(folder.path, 'add', 'a.txt');
  await plant(folder.path, { 'sub/lib.sh': '' });
  expect(await untrackedFiles(folder.path)).toEqual(['.gitignore', 'sub/lib.sh']);
  await chmod(join(folder.path, 'a.txt'), 0o755);
  expect(await untrackedFiles(join(folder.path, 'sub'))).toEqual(['lib.sh']);
});
