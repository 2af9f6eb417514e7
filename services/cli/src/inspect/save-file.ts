// Bytes that become a file: whole or not at all. They are written beside it under another name; what fails, is interrupted
// or has another digest leaves nothing.
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { usageError } from '../errors.ts';
import { placeNew } from '../whole-files.ts';

export interface SaveTo {
  readonly path: string;
  /** What is there is replaced. */
  readonly isForced: boolean;
}

/**
 * The folder is made if it is missing.
 * @throws DomeError INVALID_REQUEST if something is there already, and it is not to be replaced; whatever the bytes throw
 */
export async function saveFile(bytes: AsyncIterable<Uint8Array>, { path, isForced }: SaveTo): Promise<void> {
  if (!isForced) await requireFree(path);
  await mkdir(dirname(path), { recursive: true });
  const part = join(dirname(path), `.${basename(path).slice(0, 200)}.${process.pid}.part`);
  try {
    await using file = await open(part, 'wx');
    for await (const piece of bytes) await file.writeFile(piece);
    await file.sync();
    if (isForced) await rename(part, path);
    else if (!(await placeNew(part, path))) throw isTaken(path);
  } finally {
    await rm(part, { force: true });
  }
}

/** @throws DomeError INVALID_REQUEST */
export async function requireFree(path: string): Promise<void> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw isTaken(path);
}

function isTaken(path: string): Error {
  return usageError(`${path} exists already.`, 'Give --force to replace it, or choose another place.');
}
