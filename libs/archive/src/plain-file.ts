// Opens what others may change at any moment. Each part of a path can be replaced by a link, a pipe or a device between one
// check and the next. So the file is opened first, and the open file is checked.
import { constants, readlinkSync } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Missing, a link, a socket, or closed to its own owner. */
const NOT_OPENED: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EACCES']);

/**
 * Opens the plain file at `path`, which must be real: absolute, and no part of it a link. Undefined if it is missing, is no
 * plain file, or was reached through a link that replaced a folder. Never waits for a pipe.
 */
export async function openPlain(path: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const file = await open(path, flags).catch((cause: NodeJS.ErrnoException) => {
    // Any other error says nothing about the file, and a file that could not be read is not a missing one.
    if (NOT_OPENED.has(cause.code)) return undefined;
    throw cause;
  });
  if (file === undefined) return undefined;
  try {
    if ((await file.stat()).isFile() && (await standsAt(file, path))) return file;
  } catch (cause) {
    await file.close();
    throw cause;
  }
  await file.close();
  return undefined;
}

/** Linux tells where an open file is. Elsewhere the path is resolved again, which a swap at that moment can fool. */
async function standsAt(file: FileHandle, path: string): Promise<boolean> {
  const told = toldBySystem(file);
  if (told !== undefined) return told === path;
  try {
    const [real, named, opened] = await Promise.all([realpath(path), lstat(path), file.stat()]);
    return real === path && named.ino === opened.ino && named.dev === opened.dev;
  } catch {
    return false;
  }
}

function toldBySystem({ fd }: FileHandle): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}
