// Tells which skills of a folder have changed: their files, or which of them git tracks, because a skill is the files that
// git tracks.
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

import { askGit } from '@dome/archive';
import { toDomeError } from '@dome/contracts';
import { watch } from 'chokidar';

export interface CatalogueWatchOptions {
  /** The folder of the catalogue. */
  readonly dir: string;
  /** Called with the names of the folders that have changed, when they have been quiet for a moment. */
  readonly onChange: (changed: readonly string[]) => void;
  /** The folder cannot be watched any more. */
  readonly onTrouble: (why: string) => void;
}

/** An editor writes several files, and each in several steps. */
const QUIET_MS = 100;
const NOT_WATCHED = new Set(['node_modules', '.git']);

/** Resolves when every later change will be seen. */
export async function watchCatalogue({ dir, onChange, onTrouble }: CatalogueWatchOptions): Promise<AsyncDisposable> {
  const index = gitIndexAbove(dir);
  const changed = new Set<string>();
  let tracked = await trackedIn(dir);
  let timer: NodeJS.Timeout | undefined;
  const tell = async (): Promise<void> => {
    const before = tracked;
    tracked = await trackedIn(dir);
    for (const folder of foldersThatDiffer(before, tracked)) changed.add(folder);
    const folders = [...changed].toSorted();
    changed.clear();
    if (folders.length > 0) onChange(folders);
  };
  const watcher = watch(index === undefined ? [dir] : [dir, index], {
    ignoreInitial: true,
    ignored: (path) => path !== index && NOT_WATCHED.has(basename(path)),
  });
  watcher.on('all', (_, path) => {
    if (path !== index) changed.add(folderOf(relative(dir, path)));
    clearTimeout(timer);
    timer = setTimeout(() => void tell(), QUIET_MS);
  });
  watcher.on('error', (error) => onTrouble(toDomeError(error).message));
  await new Promise<void>((resolve) => void watcher.once('ready', resolve));
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

const folderOf = (path: string): string => path.split(sep)[0] ?? '';

/** Every commit in the repository writes the index; of interest is only what it says of this folder. */
async function trackedIn(dir: string): Promise<ReadonlySet<string>> {
  const answer = await askGit(dir, ['ls-files', '-z', '--cached']);
  return new Set(answer.ok ? answer.stdout.toString().split('\0') : []);
}

function foldersThatDiffer(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  const differ = [...before].filter((path) => !after.has(path)).concat([...after].filter((path) => !before.has(path)));
  return differ.map((path) => path.split('/')[0] ?? '');
}

/** Undefined outside of a repository, and in a work tree that keeps its index elsewhere. */
function gitIndexAbove(dir: string): string | undefined {
  for (let at = dir; ; at = dirname(at)) {
    const git = join(at, '.git');
    if (existsSync(git)) return statSync(git).isDirectory() ? join(git, 'index') : undefined;
    if (at === dirname(at)) return undefined;
  }
}
