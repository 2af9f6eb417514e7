// Removes a small tree entry by entry, whatever modes a skill gave to it: who may not write in a folder cannot empty it, but
// its owner can change that. Build tools leave such folders as a matter of course. What is not small is left to a process of
// its own: see remover.ts.
import { chmod, lstat, opendir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const ownerOnly = 0o700;
/** What is removed here takes tens of milliseconds; a larger tree is left to the remover. */
export const smallEntriesMax = 1_000;

/**
 * True when it is gone, also when it was never there; false when it holds more than `entriesMax` entries, some of which are
 * gone then.
 * @throws what the system says of the first entry that it refuses to remove
 */
export async function removeTree(path: string, entriesMax = smallEntriesMax): Promise<boolean> {
  try {
    // A link to a folder is a link: what it leads to is somebody else's.
    if ((await lstat(path)).isDirectory()) return await removeFolder(path, { left: entriesMax });
    await unlink(path);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
  return true;
}

async function removeFolder(path: string, budget: { left: number }): Promise<boolean> {
  const entries = await withAccess(path, () => opendir(path, { bufferSize: 64 }));
  for await (const entry of entries) {
    budget.left -= 1;
    if (budget.left < 0) return false;
    const below = join(path, entry.name);
    if (!entry.isDirectory()) await withAccess(path, () => unlink(below));
    else if (!(await removeFolder(below, budget))) return false;
  }
  await rmdir(path);
  return true;
}

async function withAccess<Value>(folder: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (cause) {
    if (!hasCode(cause, 'EACCES', 'EPERM')) throw cause;
    await chmod(folder, ownerOnly);
    return await act();
  }
}

function hasCode(cause: unknown, ...codes: readonly string[]): boolean {
  return cause instanceof Error && 'code' in cause && codes.some((code) => code === cause.code);
}
