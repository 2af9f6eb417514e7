// Which files belong to an archive.
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError } from '@dome/contracts';

import { askGit } from './git.ts';
import { cannotAsk } from './work-tree.ts';
import { assertEntryCount } from './limits.ts';
import type { ArchiveLimits } from './limits.ts';

/** `git`: tracked plus untracked that are not ignored. `tracked`: only what git tracks. `all`: every file but .git. */
export type Include = 'git' | 'tracked' | 'all';

/** Of a commit that stands in a tree as a folder: a repository of its own. */
const REPOSITORY_MODE = '160000';

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
  if (answer.ok) return linesOf(answer.stdout);
  throw cannotAsk(dir, answer);
}

/** `<mode> <object> <stage>`, a tab, and the path, which may hold tabs of its own. */
function pathOfStaged(line: string): string {
  const path = line.slice(line.indexOf('\t') + 1);
  return line.startsWith(REPOSITORY_MODE) ? `${path}/` : path;
}

/** Files that git neither tracks nor ignores, as it lists them. @throws DomeError ARCHIVE_INVALID */
export async function untrackedFiles(dir: string): Promise<string[]> {
  return (await listed(dir, ['--others', '--exclude-standard'])).toSorted();
}

/** Name by name, and no further than an archive may go: a skill may have left half a million. */
async function walk(dir: string, limits: ArchiveLimits): Promise<string[]> {
  const paths: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    // One character for each byte, because a name may be no text.
    for await (const entry of await opendir(join(dir, at), { encoding: 'latin1' })) {
      if (entry.name === '.git') continue;
      const parent = at === '' ? '' : `${at}/`;
      const path = decodeName(Buffer.concat([Buffer.from(parent), Buffer.from(entry.name, 'latin1')]));
      if (entry.isDirectory()) open.push(path);
      else paths.push(path);
      assertEntryCount(Math.max(paths.length, open.length), limits);
    }
  }
  return paths;
}

function linesOf(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let start = 0, end = bytes.indexOf(0); end !== -1; start = end + 1, end = bytes.indexOf(0, start)) {
    lines.push(decodeName(bytes.subarray(start, end)));
  }
  return lines;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    const path = escaped(bytes);
    throw new DomeError(
      'ARCHIVE_INVALID',
      { detail: `"${path}" is not a UTF-8 name`, path, hint: 'Rename it: archives name files in UTF-8.' },
      { cause },
    );
  }
}

/** Printable ASCII as it is, every other byte as `\\xHH`. */
function escaped(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^ -~]/g, (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
