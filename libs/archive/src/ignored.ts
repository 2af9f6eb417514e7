// The files that git ignores in a folder that a program has left. The folder is that program's data, its `.git` included,
// so git gets a repository of its own, without settings, commits or an index, and reads only the `.gitignore` files of the
// folder. They may still hold patterns that take git minutes, or be pipes: the caller sets a limit, and runs git with no
// more rights than the program had.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';

import { linesOf } from './git-lines.ts';
import { startsNothing } from './git.ts';

export interface IgnoredQuestion {
  readonly argv: readonly string[];
  /** Besides PATH, all that git needs. */
  readonly env: Readonly<Record<string, string>>;
}

/** Paths relative to the folder, with one character for each byte; a folder that is ignored whole ends with `/`. */
export type IgnoredPaths = ReadonlySet<string>;

/** The command that prints what is ignored in `dir`; it makes the folder `repository` anew. */
export async function ignoredQuestion(dir: string, repository: string): Promise<IgnoredQuestion> {
  await rm(repository, { recursive: true, force: true });
  for (const folder of ['objects', 'refs']) await mkdir(join(repository, folder), { recursive: true });
  await writeFile(join(repository, 'HEAD'), 'ref: refs/heads/none\n', { flag: 'wx' });
  const list = ['ls-files', '-z', '--others', '--ignored', '--directory', '--exclude-per-directory=.gitignore'];
  return {
    argv: ['git', '--no-pager', ...startsNothing, ...list],
    env: {
      LC_ALL: 'C',
      GIT_DIR: repository,
      GIT_WORK_TREE: dir,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_OPTIONAL_LOCKS: '0',
    },
  };
}

/** Reads what the command printed. Of a folder that is ignored whole git may list the content, too. */
export function readIgnored(stdout: Uint8Array): IgnoredPaths {
  const paths = new Set(linesOf(stdout).map((line) => Buffer.from(line).toString('latin1')));
  return new Set([...paths].filter((path) => !isBelowIgnored(path, paths)));
}

function isBelowIgnored(path: string, ignored: IgnoredPaths): boolean {
  for (let end = path.indexOf('/'); end !== -1 && end < path.length - 1; end = path.indexOf('/', end + 1))
    if (ignored.has(path.slice(0, end + 1))) return true;
  return false;
}
