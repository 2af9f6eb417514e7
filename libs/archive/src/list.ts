// Which files belong to an archive. git is asked by argv and with a bare environment: neither a name nor a variable of
// the caller can change what it answers.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError } from '@dome/contracts';

/** `git`: tracked plus untracked that are not ignored. `tracked`: only what git tracks. `all`: every file but .git. */
export type Include = 'git' | 'tracked' | 'all';

const listBytesMax = 64 * 1_024 * 1_024;
const selections: Record<Exclude<Include, 'all'>, readonly string[]> = {
  git: ['--cached', '--others', '--exclude-standard'],
  tracked: ['--cached'],
};

/**
 * Paths relative to `dir`, in no order, each once.
 * @throws DomeError ARCHIVE_INVALID when `dir` is not in a git work tree (unless `all`), or a name is not UTF-8.
 */
export async function listFiles(dir: string, include: Include): Promise<string[]> {
  if (include === 'all') return walk(dir);
  const answer = await git(dir, ['ls-files', '-z', ...selections[include]]);
  if (!answer.ok) {
    throw new DomeError(
      'ARCHIVE_INVALID',
      {
        detail: `git cannot list ${dir}: ${answer.why}`,
        hint: 'Pack a folder of a git work tree, or ask for all of its files.',
      },
      { cause: answer.cause },
    );
  }
  // Without --stage a path in conflict is listed once for each side.
  return [...new Set(decodeName(answer.stdout).split('\0'))].filter((path) => path !== '');
}

/** True when git tracks at least one file of `dir`; false where there is no work tree, or no git at all. */
export async function hasTrackedFiles(dir: string): Promise<boolean> {
  const answer = await git(dir, ['ls-files', '-z', '--cached']);
  return answer.ok && answer.stdout.length > 0;
}

/** True when `dir` lies in a git work tree that does not ignore it: its files could be tracked. */
export async function isInWorkTree(dir: string): Promise<boolean> {
  const inside = await git(dir, ['rev-parse', '--is-inside-work-tree']);
  if (!inside.ok || decodeName(inside.stdout).trim() !== 'true') return false;
  return !(await git(dir, ['check-ignore', '-q', '.'])).ok;
}

type GitAnswer =
  | { readonly ok: true; readonly stdout: Buffer }
  | { readonly ok: false; readonly why: string; readonly cause: unknown };

function git(dir: string, args: readonly string[]): Promise<GitAnswer> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
  return new Promise((resolve) => {
    execFile(
      'git',
      ['-C', dir, ...args],
      { encoding: 'buffer', env, maxBuffer: listBytesMax },
      (cause, stdout, stderr) => {
        if (cause === null) resolve({ ok: true, stdout });
        else resolve({ ok: false, why: stderr.toString().trim() || cause.message, cause });
      },
    );
  });
}

async function walk(dir: string): Promise<string[]> {
  const paths: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(dir, at), { withFileTypes: true, encoding: 'buffer' })) {
      const name = decodeName(entry.name);
      if (name === '.git') continue;
      const path = at === '' ? name : `${at}/${name}`;
      if (entry.isDirectory()) open.push(path);
      else paths.push(path);
    }
  }
  return paths;
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DomeError(
      'ARCHIVE_INVALID',
      { detail: 'a file name is not UTF-8', hint: 'Rename it: archives name files in UTF-8.' },
      { cause },
    );
  }
}
