// What a server may store. A full disk ends a stream of nats-server for good: it refuses every write until the server is
// restarted, even when there is space again. So the server gets less than the disk has, and refuses before that.
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The rest is for blocks of removed messages, and for other users of the disk. */
const SHARE = 0.75;

/** In bytes. The current contents of the store count as free, or a server restarted on a full store would take nothing. */
export async function freeStoreBytes(storeDir: string): Promise<number> {
  const { bavail, bsize } = await statfs(storeDir);
  return Math.floor((bavail * bsize + (await bytesIn(storeDir))) * SHARE);
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    bytes += found?.size ?? 0;
  }
  return bytes;
}
