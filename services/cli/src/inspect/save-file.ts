// Bytes that become a file: whole or not at all. They are written beside it under another name; what fails, is interrupted
// or has another digest leaves nothing.
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { usageError } from '../errors.ts';

export interface SaveTo {
  readonly path: string;
  /** What is there is replaced. */
  readonly isForced: boolean;
}

/** The systems of files without hard links say so in one of these ways. */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'];

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
    await (isForced ? rename(part, path) : place(part, path));
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

/** Somebody may have made the file meanwhile: a link, unlike a rename, never replaces one. */
async function place(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw isTaken(path);
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    await copyFile(part, path, constants.COPYFILE_EXCL);
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

function isTaken(path: string): Error {
  return usageError(`${path} exists already.`, 'Give --force to replace it, or choose another place.');
}
