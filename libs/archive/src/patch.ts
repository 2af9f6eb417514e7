// What tells two trees apart, as a patch that `git apply` takes or as a list of files. The trees may come from anybody: git reads them as plain
// folders outside of every repository, without a settings file, so that no filter or driver is known that it could run.
import { readFile, stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { DomeError } from '@dome/contracts';

import { askGit } from './git.ts';

export interface TwoFolders {
  /** Two folders side by side; their names become the prefixes of the paths in the patch, usually `a` and `b`. */
  readonly from: string;
  readonly to: string;
}

interface TreePatch {
  /** Empty if the trees are equal. */
  readonly path: string;
  readonly size: number;
}

/**
 * Writes the patch beside the two trees. It has whole contents of binary files, and no renames.
 * @throws DomeError INVALID_REQUEST (there is no git on this machine), INTERNAL
 */
export async function writePatch(folders: TwoFolders): Promise<TreePatch> {
  const path = join(dirname(folders.from), 'patch');
  await compare(folders, ['--binary', '--full-index', '--no-prefix', `--output=${path}`]);
  return { path, size: (await stat(path)).size };
}

export interface ChangedFile {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Undefined for a binary file. */
  readonly lines: { readonly added: number; readonly removed: number } | undefined;
}

/**
 * The files that differ, in the order of their paths.
 * @throws DomeError INVALID_REQUEST (there is no git on this machine), INTERNAL
 */
export async function changedFiles(folders: TwoFolders): Promise<ChangedFile[]> {
  const path = join(dirname(folders.from), 'changed');
  await compare(folders, ['--numstat', '-z', `--output=${path}`]);
  const fields = (await readFile(path, 'utf8')).split('\0');
  const files: ChangedFile[] = [];
  // Of each file three fields: the counts of its lines and a tab, its path in the one tree, its path in the other.
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [counts = '', before = '', after = ''] = fields.slice(at, at + 3);
    files.push(changedFile(counts, before, after));
  }
  return files;
}

const NOTHING = '/dev/null';

function changedFile(counts: string, before: string, after: string): ChangedFile {
  const [added = '', removed = ''] = counts.split('\t');
  const within = (path: string): string => path.slice(path.indexOf('/') + 1);
  const change = before === NOTHING ? 'added' : after === NOTHING ? 'removed' : 'changed';
  const isText = /^\d+$/.test(added);
  return {
    path: within(after === NOTHING ? before : after),
    change,
    lines: isText ? { added: Number(added), removed: Number(removed) } : undefined,
  };
}

async function compare({ from, to }: TwoFolders, format: readonly string[]): Promise<void> {
  const dir = dirname(from);
  const alone = { GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: dirname(dir) };
  const plainly = ['diff', '--no-index', '--no-color', '--no-renames', '--no-ext-diff', '--no-textconv'];
  const answer = await askGit(dir, [...plainly, ...format, '--', basename(from), basename(to)], alone);
  if (!answer.ok && answer.code === 'ENOENT') {
    const hint = 'Install git, which compares the trees.';
    throw new DomeError(
      'INVALID_REQUEST',
      { detail: 'There is no git on this machine.', hint },
      { cause: answer.cause },
    );
  }
  // 1 says that they differ.
  if (!answer.ok && answer.code !== 1) {
    throw new DomeError('INTERNAL', { detail: `git cannot compare the trees: ${answer.why}` }, { cause: answer.cause });
  }
}
