// Files that are there as a whole or not at all: whoever reads meanwhile reads the old one, the new one, or none.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { makeFolder } from '@dome/runtime';

const FOLDER_MODE = 0o700;

/** Replaces what is there and keeps its mode; the folder is made if it is missing. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const before = await stat(path).catch(() => undefined);
  await makeFolder(dirname(path), FOLDER_MODE);
  await withPart(path, async (part) => {
    await writeFile(part, text, { mode: before === undefined ? mode : before.mode & 0o777 });
    await rename(part, path);
  });
}

/** False, and nothing is written, if something is there already. */
export async function writeNew(path: string, text: string, mode: number): Promise<boolean> {
  return await withPart(path, async (part) => {
    await writeFile(part, text, { mode });
    return await placeNew(part, path);
  });
}

async function withPart<Result>(path: string, write: (part: string) => Promise<Result>): Promise<Result> {
  const part = `${path}.${randomUUID()}`;
  try {
    return await write(part);
  } finally {
    await rm(part, { force: true });
  }
}

/** The systems of files without hard links say so in one of these ways. */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'];

/** Somebody may have made the file meanwhile: a link, unlike a rename, never replaces one; then it is false. */
export async function placeNew(part: string, path: string): Promise<boolean> {
  try {
    await link(part, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    await copyFile(part, path, constants.COPYFILE_EXCL);
  }
  return true;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
