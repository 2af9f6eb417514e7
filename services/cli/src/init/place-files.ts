// Writes the first files of something, and changes nothing that is there.
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { askGit } from '@dome/archive';

import type { FileOutcome } from './outcome.ts';
import type { ProjectFile } from './skill-files.ts';

/** What `placeFiles` would do. */
export async function proposeFiles(dir: string, files: readonly ProjectFile[]): Promise<FileOutcome[]> {
  return await Promise.all(
    files.map(async ({ path, says }): Promise<FileOutcome> => {
      return { path, says, outcome: (await exists(join(dir, path))) ? 'kept' : 'proposed' };
    }),
  );
}

/**
 * Paths are below `dir`. git is told of what was written, because only what it tracks is a skill; `note` is told if it
 * cannot be.
 */
export async function placeFiles(
  dir: string,
  files: readonly ProjectFile[],
  note: (text: string) => void,
): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  for (const file of files) outcomes.push(await placed(dir, file));
  const written = outcomes.filter(({ outcome }) => outcome === 'written').map(({ path }) => path);
  if (written.length > 0) await tellGit(dir, written, note);
  return outcomes;
}

async function placed(dir: string, { path, text, says }: ProjectFile): Promise<FileOutcome> {
  const target = join(dir, path);
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(target, text, { flag: 'wx' });
    return { path, says, outcome: 'written' };
  } catch (cause) {
    // Whatever is there, a link that leads nowhere included, stays.
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return { path, says, outcome: 'kept' };
    throw cause;
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/**
 * By name only: what is committed stays the choice of the person. A folder is often ignored for what tools leave there, as
 * `build` is, and these files are source, so git takes them all the same, and she is told.
 */
async function tellGit(dir: string, paths: readonly string[], note: (text: string) => void): Promise<void> {
  const ignored = await askGit(dir, ['check-ignore', '--', ...paths]);
  const answer = await askGit(dir, ['add', '--intent-to-add', '--force', '--', ...paths]);
  if (!answer.ok) note(`git does not track the new files: ${answer.why.trim()}`);
  else if (ignored.ok)
    note(
      `Your .gitignore covers ${linesOf(ignored.stdout.toString()).join(', ')}; git tracks them all the same, as source.`,
    );
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
