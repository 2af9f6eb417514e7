// This repository as somebody else's clone: its files with what is not committed yet, in a git repository of their own,
// with what npm has installed here.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { HOME, outcomeOf, replaceIn } from './contract-copy.ts';
import type { Outcome, Replace } from './contract-copy.ts';

const run = promisify(execFile);

export interface RepositoryCopy extends AsyncDisposable {
  readonly root: string;
  readonly replace: Replace;
  /** Everything on a new branch from the present one. */
  branch(name: string): Promise<void>;
  /** Runs a script of the copy with this same Node. */
  node(...args: string[]): Promise<Outcome>;
}

export async function copyOfRepository(): Promise<RepositoryCopy> {
  const root = await mkdtemp(join(tmpdir(), 'dome-repository-'));
  const git = async (...args: string[]): Promise<void> =>
    void (await run('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], { cwd: root }));
  const listed = await run('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: HOME, maxBuffer: 16e6 });
  const paths = listed.stdout.split('\0').filter((path) => path !== '');
  await Promise.all(
    [...new Set(paths.map((path) => dirname(path)))].map((folder) => mkdir(join(root, folder), { recursive: true })),
  );
  await Promise.all(paths.map((path) => cp(join(HOME, path), join(root, path)).catch(unlessGone)));
  await linkModules(root);
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-qm', 'The contract as it stands');
  return {
    root,
    replace: replaceIn(root),
    branch: async (name) => {
      await git('checkout', '-qb', name);
      await git('add', '-A');
      await git('commit', '-q', '--allow-empty', '-m', name);
    },
    node: async (...args) => {
      const env = Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS)/.test(name)),
      );
      return await outcomeOf(run(process.execPath, args, { cwd: root, env, maxBuffer: 16e6 }));
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Deleted here and not committed. */
function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Each package by a link; our own are those of the copy. */
async function linkModules(root: string): Promise<void> {
  const OWN = '@dome';
  const from = join(HOME, 'node_modules');
  const to = join(root, 'node_modules');
  await mkdir(join(to, OWN), { recursive: true });
  const names = await readdir(from);
  await Promise.all(names.filter((name) => name !== OWN).map((name) => symlink(join(from, name), join(to, name))));
  const own = await readdir(join(from, OWN));
  await Promise.all(own.map(async (name) => symlink(await readlink(join(from, OWN, name)), join(to, OWN, name))));
}
