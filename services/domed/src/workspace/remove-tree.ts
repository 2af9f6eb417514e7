// Removes a small tree entry by entry, whatever modes a skill gave it: a folder without write permission cannot be
// emptied, but its owner can change that. Build tools routinely leave such folders. Larger trees are left to a separate
// process: see remover.ts.
import { chmod, lstat, opendir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const OWNER_ONLY = 0o700;
/** A removal here takes tens of milliseconds; a larger tree is left to the remover. */
export const SMALL_ENTRIES_MAX = 1_000;

/**
 * True if it is gone, or never existed; false if it has more than `entriesMax` entries, some of which are then removed.
 * @throws the system's error for the first entry that it refuses to remove
 */
export async function removeTree(path: string, entriesMax = SMALL_ENTRIES_MAX): Promise<boolean> {
  try {
    // A link to a folder is a link: its target belongs to someone else.
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
    await chmod(folder, OWNER_ONLY);
    return await act();
  }
}

function hasCode(cause: unknown, ...codes: readonly string[]): boolean {
  return cause instanceof Error && 'code' in cause && codes.some((code) => code === cause.code);
}
