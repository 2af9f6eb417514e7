// Removes what a skill left, whatever modes it gave to it: who may not write in a folder cannot empty it, but its owner can
// change that. Build tools leave such folders as a matter of course.
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const ownerOnly = 0o700;

/** What is not there is removed already. */
export async function removeTree(path: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 };
  try {
    await rm(path, options);
  } catch (cause) {
    if (!isForbidden(cause)) throw cause;
    await openFolders(path);
    await rm(path, options);
  }
}

/** What cannot be removed now is left to the sweep of the next start: the job that it belonged to has its end. */
export async function dropTree(path: string): Promise<void> {
  await removeTree(path).catch(() => undefined);
}

async function openFolders(path: string): Promise<void> {
  await chmod(path, ownerOnly);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(join(path, entry.name));
  }
}

function isForbidden(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EPERM');
}
