// What tells two trees apart, as a patch that `git apply` takes. The trees may come from anybody: git reads them as plain
// folders outside of every repository, without a settings file, so that no filter or driver is known that it could run.
import { stat } from 'node:fs/promises';
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
export async function writePatch({ from, to }: TwoFolders): Promise<TreePatch> {
  const dir = dirname(from);
  const path = join(dir, 'patch');
  const alone = { GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: dirname(dir) };
  const compare = ['diff', '--no-index', '--binary', '--full-index', '--no-prefix', '--no-color', '--no-renames'];
  const safe = ['--no-ext-diff', '--no-textconv', `--output=${path}`];
  const answer = await askGit(dir, [...compare, ...safe, '--', basename(from), basename(to)], alone);
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
  return { path, size: (await stat(path)).size };
}
