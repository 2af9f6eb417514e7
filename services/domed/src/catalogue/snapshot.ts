// The code that runs is the content that its digest names. A skill runs as the user of the daemon, so it can write where its
// own snapshot stands (caches do, as a matter of course): what is found there is believed only when its digest holds.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory, unpackArchive } from '@dome/archive';
import type { PackedArchive } from '@dome/archive';
import type { Digest } from '@dome/contracts';

import { removeTree } from '../workspace/remove-tree.ts';

/** The folder in `home` that holds exactly the packed content. Made aside and moved into place in one step. */
export async function placeSnapshot(packed: PackedArchive, home: string): Promise<string> {
  const { digest } = packed;
  const target = join(home, digest.slice('sha256:'.length));
  const state = await stateOf(target, digest);
  if (state === 'whole') return target;
  const making = join(home, `making-${randomUUID()}`);
  await mkdir(home, { recursive: true });
  try {
    await unpackArchive(packed.bytes, making, { expectedDigest: digest });
    if (state === 'changed') await setAside(target);
    await rename(making, target);
  } catch (cause) {
    await rm(making, { recursive: true, force: true });
    // Another daemon placed the same meanwhile.
    if ((await stateOf(target, digest)) !== 'whole') throw cause;
  }
  return target;
}

/** Out of the way in one step, then removed: a job that runs from it now ends badly, as it must. */
async function setAside(path: string): Promise<void> {
  const aside = `${path}-changed-${randomUUID()}`;
  await rename(path, aside);
  await removeTree(aside);
}

async function stateOf(path: string, digest: Digest): Promise<'missing' | 'whole' | 'changed'> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return 'missing';
  const found = await packDirectory(path, { include: 'all' }).catch(() => undefined);
  return found?.digest === digest ? 'whole' : 'changed';
}
