// The code that runs is the content that its digest names, copied aside before it is read. Without a mount namespace a
// skill runs as the user of the daemon and can write to the snapshots. So a snapshot belongs to one daemon and is
// deleted with it, and before each start it is checked against its digest.
import { createReadStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory, unpackArchive } from '@dome/archive';
import type { PackedArchive } from '@dome/archive';

import { MachineFault } from '../machine-fault.ts';
import { removeTree } from '../workspace/remove-tree.ts';
import { stampOf } from '../workspace/tree-stamp.ts';

export interface Snapshot {
  /** Contains exactly the packed content. */
  readonly dir: string;
  /**
   * Restores the content if it was changed; true if it was.
   * @throws DomeError UNAVAILABLE when the archive beside it was changed too: another daemon may still have it
   */
  renew(): Promise<boolean>;
}

/** A folder in `home`. What exists there already was put there by the same load. */
export async function placeSnapshot({ bytes, digest }: PackedArchive, home: string): Promise<Snapshot> {
  const dir = join(home, digest.slice('sha256:'.length));
  const archive = `${dir}.tar`;
  const made = await mkdir(dir, { recursive: true });
  if (made !== undefined) {
    await unpackArchive(bytes, dir, { expectedDigest: digest });
    await removeTree(archive);
    await writeFile(archive, bytes, { mode: 0o400 });
  }
  let stamp = await stampOf(dir);
  const placeAnew = async (): Promise<void> => {
    const [making, old] = [`${dir}.making`, `${dir}.old`];
    await Promise.all([making, old].map((left) => removeTree(left, Infinity)));
    await unpackArchive(createReadStream(archive), making, { expectedDigest: digest });
    await rename(dir, old).catch(() => undefined);
    await rename(making, dir);
    await removeTree(old, Infinity).catch(() => undefined);
    stamp = await stampOf(dir);
  };
  const renew = async (): Promise<boolean> => {
    const found = await stampOf(dir).catch(() => undefined);
    if (found === stamp) return false;
    // A change of times or owners only does not change the content.
    const packed = await packDirectory(dir, { include: 'all' }).catch(() => undefined);
    if (found !== undefined && packed?.digest === digest) {
      stamp = found;
      return false;
    }
    try {
      await placeAnew();
    } catch (cause) {
      throw new MachineFault(`the content ${digest} cannot be placed again`, { cause });
    }
    return true;
  };
  let turn = Promise.resolve(false);
  return {
    dir,
    renew: () => {
      turn = turn.then(renew, renew);
      return turn;
    },
  };
}
