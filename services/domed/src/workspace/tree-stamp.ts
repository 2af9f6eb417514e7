// Tells whether anything below a folder has changed since the last stamp, without reading file contents: by the change
// times of the system, which only root can set back. Two equal stamps mean the same bytes.
import { createHash, randomUUID } from 'node:crypto';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';

/** Parallel calls to the file system; more would queue in the thread pool. */
const AT_ONCE_MAX = 64;

/** A tree larger than an archive allows was not placed by us, and its stamp equals no other. */
export async function stampOf(dir: string): Promise<string> {
  const lines: string[] = [];
  const open = [''];
  let waiting: string[] = [];
  const lookAtAll = async (): Promise<void> => {
    const paths = waiting;
    waiting = [];
    lines.push(...(await Promise.all(paths.map((path) => lineOf(dir, path)))));
  };
  const look = async (path: string): Promise<void> => {
    waiting.push(path);
    if (waiting.length >= AT_ONCE_MAX) await lookAtAll();
  };
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    await look(at);
    for await (const entry of await opendir(join(dir, at))) {
      if (lines.length + open.length > 2 * LIMITS.archiveEntries) return randomUUID();
      const path = join(at, entry.name);
      if (entry.isDirectory()) open.push(path);
      else await look(path);
    }
  }
  await lookAtAll();
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
}

async function lineOf(dir: string, path: string): Promise<string> {
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = await lstat(join(dir, path), { bigint: true });
  return [JSON.stringify(path), dev, ino, mode, size, mtimeNs, ctimeNs].join(' ');
}
