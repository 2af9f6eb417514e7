// An archive is never trusted: every name and link is checked, links are made after all files and never below one another
// (nothing is written through one), a name may appear once, and only plain files and links exist. On any error the folder
// is emptied again.
import { createHash } from 'node:crypto';
import { mkdir, open, opendir, readdir, rmdir, symlink, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DomeError } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { extract } from 'tar-stream';
import type { Extract, Header } from 'tar-stream';

import { assertEntryPath, assertLinkTarget, refuseEntry } from './entry-path.ts';
import { ARCHIVE_LIMITS, assertArchiveBytes, assertEntryCount } from './limits.ts';
import type { ArchiveLimits } from './limits.ts';

export interface UnpackOptions {
  readonly limits?: Partial<ArchiveLimits>;
  /** Checked over the very bytes that were unpacked; another digest undoes everything. */
  readonly expectedDigest?: Digest;
}

export interface UnpackedArchive {
  readonly digest: Digest;
  readonly size: number;
  readonly entries: number;
}

/**
 * Unpacks into `dir`, which is created if missing and must be empty.
 * @throws DomeError ARCHIVE_INVALID, PAYLOAD_TOO_LARGE, DIGEST_MISMATCH; `dir` is then empty again
 */
export async function unpackArchive(
  archive: Uint8Array | AsyncIterable<Uint8Array>,
  dir: string,
  options: UnpackOptions = {},
): Promise<UnpackedArchive> {
  const limits = { ...ARCHIVE_LIMITS, ...options.limits };
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).length > 0) throw new DomeError('ARCHIVE_INVALID', { detail: `${dir} is not empty`, dir });
  try {
    const unpacked = await unpackInto(archive, dir, limits);
    if (options.expectedDigest !== undefined && unpacked.digest !== options.expectedDigest) {
      throw new DomeError('DIGEST_MISMATCH', {
        detail: `the archive has digest ${unpacked.digest}, not ${options.expectedDigest}`,
        expected: options.expectedDigest,
        actual: unpacked.digest,
      });
    }
    return unpacked;
  } catch (cause) {
    await empty(dir);
    if (cause instanceof DomeError) throw cause;
    throw new DomeError('ARCHIVE_INVALID', { detail: 'the archive cannot be read' }, { cause });
  }
}

/** One entry after the other: an archive may have left a hundred thousand of them. */
async function empty(dir: string): Promise<void> {
  for await (const entry of await opendir(dir)) {
    const path = join(dir, entry.name);
    if (!entry.isDirectory()) await unlink(path);
    else {
      await empty(path);
      await rmdir(path);
    }
  }
}

async function unpackInto(
  archive: Uint8Array | AsyncIterable<Uint8Array>,
  dir: string,
  limits: ArchiveLimits,
): Promise<UnpackedArchive> {
  const hash = createHash('sha256');
  let size = 0;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of archive instanceof Uint8Array ? [archive] : archive) {
      size += chunk.length;
      assertArchiveBytes(size, limits);
      hash.update(chunk);
      yield chunk;
    }
  };
  const tar = extract();
  const fed = feed(source(), tar);
  // Its failure also ends the iteration below, which throws it; unhandled here it would end the process.
  fed.catch(() => undefined);

  const seen = new Set<string>();
  const links: { readonly path: string; readonly target: string }[] = [];
  for await (const entry of tar) {
    const path = entryPath(entry.header);
    if (path === undefined) {
      entry.resume();
      continue;
    }
    if (seen.has(path)) refuseEntry(path, 'it comes twice');
    seen.add(path);
    assertEntryCount(seen.size, limits);
    const target = linkTarget(entry.header, path);
    if (target === undefined) await writeFile(join(dir, path), entry);
    else {
      links.push({ path, target });
      entry.resume();
    }
  }
  await fed;
  assertNoneBelow(links, seen);
  for (const { path, target } of links) {
    await mkdir(join(dir, dirname(path)), { recursive: true });
    await symlink(target, join(dir, path));
  }
  return { digest: `sha256:${hash.digest('hex')}`, size, entries: seen.size };
}

/** A path below a link is elsewhere than its name says: the check of its target would have counted a different depth. */
function assertNoneBelow(links: readonly { readonly path: string }[], paths: Iterable<string>): void {
  const linked = new Set(links.map(({ path }) => path));
  for (const path of paths) {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      if (linked.has(path.slice(0, end))) refuseEntry(path, 'it lies below a link');
    }
  }
}

/** Writes as fast as the entries are taken; an error of the source is an error of the archive. */
async function feed(source: AsyncIterable<Uint8Array>, tar: Extract): Promise<void> {
  const closed = new Promise((resolve) => void tar.once('close', () => resolve(undefined)));
  try {
    for await (const chunk of source) {
      if (tar.destroying) return;
      if (tar.write(chunk)) continue;
      await Promise.race([closed, new Promise((resolve) => void tar.once('drain', () => resolve(undefined)))]);
    }
    tar.end(undefined);
  } catch (cause) {
    tar.destroy(cause instanceof Error ? cause : new Error(String(cause)));
    throw cause;
  }
}

/** Folders are implied by what they hold: an entry for one is checked and skipped. */
function entryPath(header: Header): string | undefined {
  const isFolder = header.type === 'directory';
  const path = isFolder ? header.name.replace(/\/$/, '') : header.name;
  assertEntryPath(path);
  return isFolder ? undefined : path;
}

/** The target of a link, or undefined for a plain file. */
function linkTarget(header: Header, path: string): string | undefined {
  if (header.type === 'file') return undefined;
  if (header.type !== 'symlink')
    return refuseEntry(path, `it is a ${header.type}: only plain files and links are allowed`);
  const target = header.linkname ?? '';
  assertLinkTarget(path, target);
  return target;
}

async function writeFile(path: string, entry: AsyncIterable<unknown> & { readonly header: Header }): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const mode = (entry.header.mode & 0o100) === 0 ? 0o644 : 0o755;
  await using file = await open(path, 'wx', mode);
  for await (const chunk of entry) if (chunk instanceof Uint8Array) await file.writeFile(chunk);
}
