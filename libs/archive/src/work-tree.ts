// How git sees a folder. A failure of git says nothing about the folder: to read it as "no repository" would pack what the
// person ignores, secrets and all.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { DomeError } from '@dome/contracts';

import { askGit } from './git.ts';
import type { GitAnswer } from './git.ts';

/** `outside` of any work tree; inside one: `ignored` as a whole, with files that are `tracked`, or with none yet. */
export type WorkTreeState = 'outside' | 'ignored' | 'tracked' | 'untracked';

/** @throws DomeError ARCHIVE_INVALID with git's message, when git cannot say */
export async function workTreeState(dir: string): Promise<WorkTreeState> {
  const inside = await askGit(dir, ['rev-parse', '--is-inside-work-tree']);
  if (!inside.ok) {
    if (isNoRepository(inside, dir)) return 'outside';
    throw cannotAsk(dir, inside);
  }
  if (inside.stdout.toString().trim() !== 'true') return 'outside';
  const tracked = await askGit(dir, ['ls-files', '-z', '--cached']);
  if (!tracked.ok) throw cannotAsk(dir, tracked);
  if (tracked.stdout.length > 0) return 'tracked';
  const ignored = await askGit(dir, ['check-ignore', '-q', '.']);
  if (ignored.ok) return 'ignored';
  if (ignored.code === 1) return 'untracked';
  throw cannotAsk(dir, ignored);
}

type Failure = Extract<GitAnswer, { ok: false }>;

/**
 * What git prints when it searched up to the root and found nothing; for a broken link to a repository it prints something
 * else.
 */
const NOTHING_FOUND = /^fatal: not a git repository \(or any /m;

function isNoRepository({ code, why }: Failure, dir: string): boolean {
  if (code !== 'ENOENT') return NOTHING_FOUND.test(why);
  return !hasRepositoryAbove(dir);
}

/** When git is not installed. */
function hasRepositoryAbove(dir: string): boolean {
  for (let at = resolve(dir); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (at === dirname(at)) return false;
  }
}

export function cannotAsk(dir: string, { code, why, cause }: Failure): DomeError {
  if (code === 'ENOENT') {
    const detail = `${dir} is in a git repository, and there is no git on PATH that could tell which files belong to it`;
    return new DomeError(
      'ARCHIVE_INVALID',
      { detail, hint: 'Install git, or copy the files out of the repository.' },
      { cause },
    );
  }
  const hint = why.includes('dubious ownership')
    ? `Somebody else owns the repository. If you trust it: git config --global --add safe.directory ${repositoryIn(why) ?? dir}`
    : 'Make `git status` work in that folder, or copy the files out of the repository.';
  return new DomeError(
    'ARCHIVE_INVALID',
    { detail: `git cannot tell which files of ${dir} belong to it: ${firstLine(why)}`, hint },
    { cause },
  );
}

const repositoryIn = (why: string): string | undefined => /repository at '(.+)'/.exec(why)?.[1];

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/^fatal: /, '') ?? '';
