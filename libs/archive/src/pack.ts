// The canonical archive: the same files give the same bytes on every machine, because nothing of the machine is in them.
// Uncompressed ustar (a pax record where a name needs one), names sorted by their UTF-8 bytes, files and links only
// (folders are implied), owner 0, time 0, mode 755 where the owner may execute and 644 elsewhere.
import { lstat, open, readlink } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError, sha256Digest } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';

import { assertEntryPath, assertLinkTarget } from './entry-path.ts';
import { archiveLimits, assertArchiveBytes, assertEntryCount } from './limits.ts';
import type { ArchiveLimits } from './limits.ts';
import { listFiles } from './list.ts';
import type { Include } from './list.ts';

export interface PackOptions {
  readonly include: Include;
  readonly limits?: Partial<ArchiveLimits>;
}

export interface PackedArchive {
  readonly digest: Digest;
  /** Bytes of the tar. */
  readonly size: number;
  readonly entries: number;
  readonly bytes: Uint8Array;
}

/**
 * Packs the files of a folder. A tracked file that is not there any more is left out: the folder is packed as it is.
 * @throws DomeError ARCHIVE_INVALID (a device, a link that leads outside, a submodule, a name that is not UTF-8)
 * @throws DomeError PAYLOAD_TOO_LARGE (too many entries or bytes)
 */
export async function packDirectory(dir: string, options: PackOptions): Promise<PackedArchive> {
  const limits = { ...archiveLimits, ...options.limits };
  const paths = sortedByBytes(await listFiles(dir, options.include));
  assertEntryCount(paths.length, limits);

  const tar = pack();
  const collected = collect(tar, limits);
  let entries = 0;
  const folders = new Set<string>();
  const write = async (): Promise<void> => {
    for (const path of paths) if (await addEntry(tar, { dir, path, limits, folders })) entries += 1;
    tar.finalize();
  };
  // A failure on either side ends the other, or it would wait for ever.
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

async function collect(tar: Pack, limits: ArchiveLimits): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of tar) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a tar is made of bytes');
    size += chunk.length;
    assertArchiveBytes(size, limits);
    chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  }
  return Buffer.concat(chunks, size);
}

interface Source {
  readonly dir: string;
  readonly path: string;
  readonly limits: ArchiveLimits;
  /** Those of the tree that were seen to be folders and not links. */
  readonly folders: Set<string>;
}

async function addEntry(tar: Pack, { dir, path, limits, folders }: Source): Promise<boolean> {
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
  if (!stat.isFile()) {
    const what = stat.isDirectory() ? 'a folder of its own repository (a submodule)' : 'a device, socket or pipe';
    throw new DomeError('ARCHIVE_INVALID', { detail: `${JSON.stringify(path)} is ${what}`, path });
  }
  assertArchiveBytes(stat.size, limits);
  const mode = (stat.mode & 0o100) === 0 ? 0o644 : 0o755;
  await put(tar, { name: path, type: 'file', mode }, await readWhole(full));
  return true;
}

/** Of a tracked file whose folder has become a link, what is found is another file, and maybe not even inside. */
async function isBelowFolders({ dir, path, folders }: Omit<Source, 'limits'>): Promise<boolean> {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) continue;
    if (!(await lstat(join(dir, folder))).isDirectory()) return false;
    folders.add(folder);
  }
  return true;
}

/** Through one handle, so that the size in the header is that of the bytes even while somebody else writes the file. */
async function readWhole(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  return file.readFile();
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
