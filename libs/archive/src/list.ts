// Which files belong to an archive.
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError } from '@dome/contracts';

import { askGit } from './git.ts';
import { assertEntryCount } from './limits.ts';
import type { ArchiveLimits } from './limits.ts';

/** `git`: tracked plus untracked that are not ignored. `tracked`: only what git tracks. `all`: every file but .git. */
export type Include = 'git' | 'tracked' | 'all';

/** Of a commit that stands in a tree as a folder: a repository of its own. */
const repositoryMode = '160000';

/**
 * Paths relative to `dir`, in no order, each once; that of a repository of its own inside the folder ends with `/`.
 * @throws DomeError PAYLOAD_TOO_LARGE when a folder that is taken whole holds more than an archive may
 * @throws DomeError ARCHIVE_INVALID when `dir` is not in a git work tree (unless `all`), or a name is not UTF-8.
 */
export async function listFiles(dir: string, include: Include, limits: ArchiveLimits): Promise<string[]> {
  if (include === 'all') return walk(dir, limits);
  const [tracked, others] = await Promise.all([
    listed(dir, ['--cached', '--stage']),
    include === 'git' ? listed(dir, ['--others', '--exclude-standard']) : [],
  ]);
  // A path in conflict is listed once for each side.
  return [...new Set([...tracked.map(pathOfStaged), ...others])];
}

async function listed(dir: string, selection: readonly string[]): Promise<string[]> {
  const answer = await askGit(dir, ['ls-files', '-z', ...selection]);
  if (answer.ok) return decodeName(answer.stdout).split('\0').slice(0, -1);
  throw new DomeError(
    'ARCHIVE_INVALID',
    {
      detail: `git cannot list ${dir}: ${answer.why}`,
      hint: 'Pack a folder of a git work tree, or ask for all of its files.',
    },
    { cause: answer.cause },
  );
}

/** `<mode> <object> <stage>`, a tab, and the path, which may hold tabs of its own. */
function pathOfStaged(line: string): string {
  const path = line.slice(line.indexOf('\t') + 1);
  return line.startsWith(repositoryMode) ? `${path}/` : path;
}

/** True when git tracks at least one file of `dir`; false where there is no work tree, or no git at all. */
export async function hasTrackedFiles(dir: string): Promise<boolean> {
  const answer = await askGit(dir, ['ls-files', '-z', '--cached']);
  return answer.ok && answer.stdout.length > 0;
}

/** True when `dir` lies in a git work tree that does not ignore it: its files could be tracked. */
export async function isInWorkTree(dir: string): Promise<boolean> {
  const inside = await askGit(dir, ['rev-parse', '--is-inside-work-tree']);
  if (!inside.ok || decodeName(inside.stdout).trim() !== 'true') return false;
  return !(await askGit(dir, ['check-ignore', '-q', '.'])).ok;
}

/** Name by name, and no further than an archive may go: a skill may have left half a million. */
async function walk(dir: string, limits: ArchiveLimits): Promise<string[]> {
  const paths: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    // One character for each byte, because a name may be no text.
    for await (const entry of await opendir(join(dir, at), { encoding: 'latin1' })) {
      const name = decodeName(Buffer.from(entry.name, 'latin1'));
      if (name === '.git') continue;
      const path = at === '' ? name : `${at}/${name}`;
      if (entry.isDirectory()) open.push(path);
      else paths.push(path);
      assertEntryCount(Math.max(paths.length, open.length), limits);
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
