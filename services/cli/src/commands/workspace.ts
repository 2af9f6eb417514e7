import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { packDirectory, workTreeState } from '@dome/archive';
import type { Include, PackedArchive } from '@dome/archive';
import { shortDigest } from '@dome/contracts';
import type { WorkspaceRef } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { tellTransfer } from './told-transfer.ts';

/**
 * Packs a folder (the files that git would add if it is a work tree, otherwise all of them) and stores it by its
 * digest, unless it is stored already.
 */
export async function uploadWorkspace(
  context: Context,
  connection: PersonConnection,
  given: string,
): Promise<WorkspaceRef> {
  const folder = isAbsolute(given) ? given : join(context.io.cwd, given);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw usageError(`${given} is not a folder`, '--workspace takes the folder that the skills work on.');
  const state = await workTreeState(folder);
  const include = state === 'outside' || state === 'ignored' ? 'all' : 'git';
  const { digest, size, entries, bytes } = await packed(context, folder, { include, given });
  const { artifacts } = connection.client;
  const isStored = (await artifacts.sizeOf(digest)) !== undefined;
  if (!isStored) {
    using sent = tellTransfer(context, { name: `sending ${given}`, bytes: size });
    await artifacts.put(bytes, (sentBytes) => sent.at(sentBytes));
  }
  const name = context.io.err.isTerminal ? shortDigest(digest) : digest;
  const files = `${entries} ${entries === 1 ? 'file' : 'files'}`;
  context.note(`workspace ${given}  ${files}  ${name}${isStored ? '  (stored before)' : ''}`);
  return { digest, size };
}

async function packed(
  context: Context,
  folder: string,
  { include, given }: { readonly include: Include; readonly given: string },
): Promise<PackedArchive> {
  using made = tellTransfer(context, { name: `packing ${given}`, bytes: undefined });
  return await packDirectory(folder, { include, onBytes: (size) => made.at(size) });
}
