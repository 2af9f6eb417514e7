// The git revision of the skill catalogue, if it has one: what a provenance record names as its source. Whether the
// files match the commit is determined from their own bytes: git itself would start filters of the repository, and
// files that a filter changed on checkout are not the bytes of the commit.
import { createHash } from 'node:crypto';
import { lstat, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';

import { askGit, openPlain, workTreeState } from '@dome/archive';
import type { GitAnswer } from '@dome/archive';
import type { Source } from '@dome/contracts';

/**
 * Undefined for a folder outside any repository, or without a commit.
 * @throws DomeError ARCHIVE_INVALID when git cannot tell where the folder belongs
 * @throws Error when git fails at anything else
 */
export async function gitSource(dir: string): Promise<Source | undefined> {
  const root = await realpath(dir);
  if ((await workTreeState(root)) === 'outside') return undefined;
  const head = await askGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (!head.ok && head.code === NO_SUCH_REVISION) return undefined;
  const commit = outputOf(head).trim();
  const dirty = !(await isAsCommitted(root));
  const repo = await git(root, 'remote', 'get-url', 'origin').catch(() => '');
  return { commit, dirty, ...(repo === '' ? {} : { repo: withoutSecrets(repo.trim()).slice(0, 512) }) };
}

/** What `rev-parse --verify --quiet` exits with. */
const NO_SUCH_REVISION = 1;

async function git(dir: string, ...args: string[]): Promise<string> {
  return outputOf(await askGit(dir, args));
}

function outputOf(answer: GitAnswer): string {
  if (answer.ok) return answer.stdout.toString();
  throw new Error(answer.why, { cause: answer.cause });
}

/** True if the folder contains exactly the files of its commit, unchanged, and no others except ignored ones. */
async function isAsCommitted(root: string): Promise<boolean> {
  const committed = new Map(
    lines(await git(root, 'ls-tree', '-r', '-z', 'HEAD')).map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , object = ''] = line.slice(0, tab).split(' ');
      return [line.slice(tab + 1), { mode, object }];
    }),
  );
  const present = new Set(lines(await git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')));
  if (present.size !== committed.size) return false;
  for (const [path, entry] of committed)
    if (!present.has(path) || !(await isObject(join(root, path), entry))) return false;
  return true;
}

function lines(text: string): string[] {
  return text.split('\0').slice(0, -1);
}

interface Entry {
  readonly mode: string;
  /** Its id: SHA-1, or SHA-256 in a repository of that format. */
  readonly object: string;
}

async function isObject(path: string, { mode, object }: Entry): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return false;
  if (mode === '160000')
    return found.isDirectory() && (await git(path, 'rev-parse', 'HEAD')).trim() === object && isAsCommitted(path);
  const blob = createHash(object.length === 40 ? 'sha1' : 'sha256');
  if (mode === '120000') {
    if (!found.isSymbolicLink()) return false;
    const target = await readlink(path, { encoding: 'buffer' });
    return blob.update(`blob ${target.length}\0`).update(target).digest('hex') === object;
  }
  if (((found.mode & 0o100) === 0 ? '100644' : '100755') !== mode) return false;
  await using file = await openPlain(path);
  if (file === undefined) return false;
  const { size } = await file.stat();
  blob.update(`blob ${size}\0`);
  if (size > 0)
    for await (const chunk of file.createReadStream({ autoClose: false, end: size - 1 })) {
      const bytes: Buffer = chunk;
      blob.update(bytes);
    }
  return blob.digest('hex') === object;
}

/** A remote may contain a password, and many people read a record. */
function withoutSecrets(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}
