// The canonical archive: the same files give the same bytes on every machine, because it holds nothing of the machine.
// Uncompressed ustar (a pax record where a name needs one), names sorted by their UTF-8 bytes, files and links only
// (folders are implied), owner 0, time 0, mode 755 if the owner may execute and 644 otherwise.
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError, sha256Digest } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';

import { assertEntryPath, assertLinkTarget } from './entry-path.ts';
import { ARCHIVE_LIMITS, assertArchiveBytes, assertEntryCount } from './limits.ts';
import type { ArchiveLimits } from './limits.ts';
import { listFiles } from './list.ts';
import type { Include } from './list.ts';
import { openPlain } from './plain-file.ts';

export interface PackOptions {
  readonly include: Include;
  readonly limits?: Partial<ArchiveLimits>;
  /** After each part of the archive, with its size so far in bytes. */
  readonly onBytes?: (size: number) => void;
}

export interface PackedArchive {
  readonly digest: Digest;
  /** Bytes of the tar. */
  readonly size: number;
  readonly entries: number;
  readonly bytes: Uint8Array;
}

/**
 * Packs the files of a folder. A tracked file that is gone is left out, even if a folder took its place: the folder is
 * packed as it is.
 * @throws DomeError ARCHIVE_INVALID (a device, a link that leads outside, a submodule, a name that is not UTF-8)
 * @throws DomeError PAYLOAD_TOO_LARGE (too many entries or bytes)
 */
export async function packDirectory(dir: string, options: PackOptions): Promise<PackedArchive> {
  const limits = { ...ARCHIVE_LIMITS, ...options.limits };
  const root = await realpath(dir);
  const paths = sortedByBytes(await listFiles(root, options.include, limits));
  assertEntryCount(paths.length, limits);

  const tar = pack();
  const collected = collect(tar, limits, options.onBytes);
  let entries = 0;
  const folders = new Set<string>();
  const write = async (): Promise<void> => {
    for (const path of paths) if (await addEntry(tar, { dir: root, path, limits, folders })) entries += 1;
    tar.finalize();
  };
  // A failure on either side ends the other, which would otherwise wait for ever.
  const [bytes] = await Promise.all([
    collected,
    write().catch((cause: unknown) => {
      tar.destroy(cause instanceof Error ? cause : new Error(String(cause)));
      throw cause;
    }),
  ]);
  return { digest: sha256Digest(bytes), size: bytes.length, entries, bytes };
}

/** By the bytes of UTF-8, which is not the order of UTF-16 that `sort()` uses. */
function sortedByBytes(paths: readonly string[]): string[] {
  return paths
    .map((path) => ({ path, key: Buffer.from(path) }))
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
    .map(({ path }) => path);
}

async function collect(tar: Pack, limits: ArchiveLimits, onBytes: PackOptions['onBytes']): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of tar) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a tar is made of bytes');
    size += chunk.length;
    assertArchiveBytes(size, limits);
    onBytes?.(size);
    chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  }
  return Buffer.concat(chunks, size);
}

interface Source {
  readonly dir: string;
  readonly path: string;
  readonly limits: ArchiveLimits;
  /** The paths in the tree that were seen to be folders and not links. */
  readonly folders: Set<string>;
}

async function addEntry(tar: Pack, { dir, path: listed, limits, folders }: Source): Promise<boolean> {
  const isRepository = listed.endsWith('/');
  const path = isRepository ? listed.slice(0, -1) : listed;
  assertEntryPath(path);
  const full = join(dir, path);
  const stat = await lstat(full).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw cause;
  });
  if (stat === undefined || !(await isBelowFolders({ dir, path, folders }))) return false;
  if (stat.isSymbolicLink()) {
    const target = await readlink(full);
    assertLinkTarget(path, target);
    await put(tar, { name: path, type: 'symlink', linkname: target, mode: 0o644 });
    return true;
  }
  if (stat.isDirectory()) {
    // A submodule that was never checked out is an empty folder.
    if (isRepository && (await readdir(full)).length > 0) throw embedded(path);
    // The files of a folder are listed on their own.
    return false;
  }
  if (!stat.isFile()) throw cannotHold(path, 'a device, socket or pipe');
  assertArchiveBytes(stat.size, limits);
  await using file = await openPlain(full);
  if (file === undefined) throw cannotHold(path, 'closed to its reader, or was replaced while it was packed');
  const body = await readWhole(file, limits);
  await put(tar, { name: path, type: 'file', mode: (stat.mode & 0o100) === 0 ? 0o644 : 0o755 }, body);
  return true;
}

function embedded(path: string): DomeError {
  return new DomeError('ARCHIVE_INVALID', {
    detail: `${JSON.stringify(path)} is a git repository of its own: a clone, or a submodule`,
    hint: 'Move it out, ignore it (.gitignore), or remove its .git so that its files belong to the folder.',
    path,
  });
}

function cannotHold(path: string, what: string): DomeError {
  return new DomeError('ARCHIVE_INVALID', { detail: `${JSON.stringify(path)} is ${what}`, path });
}

/** If the folder of a tracked file has become a link, the file found there is another one, perhaps outside. */
async function isBelowFolders({ dir, path, folders }: Omit<Source, 'limits'>): Promise<boolean> {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) continue;
    if (!(await lstat(join(dir, folder))).isDirectory()) return false;
    folders.add(folder);
  }
  return true;
}

/** Only the size at the time of opening: what is appended later, perhaps endlessly, is left out. */
async function readWhole(file: FileHandle, limits: ArchiveLimits): Promise<Buffer> {
  const { size } = await file.stat();
  assertArchiveBytes(size, limits);
  const body = Buffer.alloc(size);
  let length = 0;
  for (let read = 1; read > 0 && length < size; length += read)
    ({ bytesRead: read } = await file.read(body, length, size - length, length));
  return body.subarray(0, length);
}

const noBody = Buffer.alloc(0);
const nobody = { uid: 0, gid: 0, uname: '', gname: '', mtime: new Date(0) };

function put(
  tar: Pack,
  header: Pick<Header, 'name' | 'type' | 'mode'> & { linkname?: string },
  body: Buffer = noBody,
): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ ...header, ...nobody, size: body.length }, body, (error) => (error ? reject(error) : resolve()));
  });
}
