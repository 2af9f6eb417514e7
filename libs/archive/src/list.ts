// Which files belong to an archive.
import { lstat, opendir } from 'node:fs/promises';

import { DomeError } from '@dome/contracts';

import { linesOf } from './git-lines.ts';
import { askGit } from './git.ts';
import type { IgnoredPaths } from './ignored.ts';
import { cannotAsk } from './work-tree.ts';
import { assertEntryCount } from './limits.ts';
import type { ArchiveLimits } from './limits.ts';

/**
 * `git`: tracked plus untracked that are not ignored. `tracked`: only what git tracks. `all`: every file but .git. With
 * what is ignored: every file but .git and these, unless it is also in the folder `cameIn`.
 */
export type Include = 'git' | 'tracked' | 'all' | { readonly ignored: IgnoredPaths; readonly cameIn: string };

/** Of a commit that appears in a tree as a folder: a nested repository. */
const REPOSITORY_MODE = '160000';

/**
 * Paths relative to `dir`, unordered, each once; the path of a nested repository ends with `/`.
 * @throws DomeError PAYLOAD_TOO_LARGE when a folder that is packed whole holds more than an archive may
 * @throws DomeError ARCHIVE_INVALID when `dir` is not in a git work tree (unless `all`), or a name is not UTF-8
 */
export async function listFiles(dir: string, include: Include, limits: ArchiveLimits): Promise<string[]> {
  if (include === 'all') return walk(dir, { limits });
  if (typeof include === 'object') {
    const [others, kept] = await Promise.all([
      walk(dir, { limits, ignored: include.ignored }),
      cameIn(include, limits),
    ]);
    return [...others, ...kept];
  }
  const [tracked, others] = await Promise.all([
    listed(dir, ['--cached', '--stage']),
    include === 'git' ? listed(dir, ['--others', '--exclude-standard']) : [],
  ]);
  // A path in conflict is listed once for each side.
  return [...new Set([...tracked.map(pathOfStaged), ...others])];
}

async function listed(dir: string, selection: readonly string[]): Promise<string[]> {
  const answer = await askGit(dir, ['ls-files', '-z', ...selection]);
  if (answer.ok) return linesOf(answer.stdout).map(decodeName);
  throw cannotAsk(dir, answer);
}

/** `<mode> <object> <stage>`, a tab, and the path, which may contain tabs. */
function pathOfStaged(line: string): string {
  const path = line.slice(line.indexOf('\t') + 1);
  return line.startsWith(REPOSITORY_MODE) ? `${path}/` : path;
}

/** Files that git neither tracks nor ignores, as it lists them. @throws DomeError ARCHIVE_INVALID */
export async function untrackedFiles(dir: string): Promise<string[]> {
  return (await listed(dir, ['--others', '--exclude-standard'])).toSorted();
}

interface Walking {
  readonly limits: ArchiveLimits;
  /** Left out, and not counted. */
  readonly ignored?: IgnoredPaths;
  /** The folder below `dir` to begin in; the whole of it if undefined. One character for each byte. */
  readonly from?: string;
}

/** Name by name, and no further than an archive's limit: a skill may have left half a million. */
async function walk(dir: string, { limits, ignored, from = '' }: Walking): Promise<string[]> {
  const paths: string[] = [];
  // One character for each byte, because a name may not be valid text.
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for await (const entry of await opendir(fileBelow(dir, at), { encoding: 'latin1' })) {
      if (entry.name === '.git') continue;
      const path = `${at}${entry.name}`;
      const isFolder = entry.isDirectory();
      if (ignored?.has(path) === true || (isFolder && ignored?.has(`${path}/`) === true)) continue;
      const name = decodeName(Buffer.from(path, 'latin1'));
      if (isFolder) open.push(`${path}/`);
      else paths.push(name);
      assertEntryCount(Math.max(paths.length, open.length), limits);
    }
  }
  return paths;
}

/** What is ignored and came in all the same: git tracked it where it came from. */
async function cameIn(
  { ignored, cameIn: dir }: Extract<Include, object>,
  limits: ArchiveLimits,
): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const path of ignored) {
    const isFolder = path.endsWith('/');
    const found = await lstat(fileBelow(dir, isFolder ? path.slice(0, -1) : path)).catch(() => undefined);
    if (found?.isDirectory() !== isFolder) continue;
    if (isFolder) kept.push(...(await walk(dir, { limits, from: path })));
    else kept.push(decodeName(Buffer.from(path, 'latin1')));
  }
  return kept;
}

/** `path` has one character for each byte. */
function fileBelow(dir: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(path, 'latin1')]);
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
