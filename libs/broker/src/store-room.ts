// What a server may store. A disk that is full ends a stream of nats-server for good: it answers no write any more, also when
// there is room again, until the server is restarted. So the server is given less than the disk has and refuses before.
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The rest is for what blocks of removed messages still take, and for others. */
const SHARE = 0.75;

/** In bytes: what the store holds counts as room, or a server that starts again on a full store would take nothing. */
export async function storeRoom(storeDir: string): Promise<number> {
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
