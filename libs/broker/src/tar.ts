// Reads one file out of a gzipped tar, the form of the official release. The caller has checked the digest before.
import { gunzipSync } from 'node:zlib';

import { DomeError } from '@dome/contracts';

const BLOCK = 512;

/**
 * The bytes of the first regular file whose name satisfies `wanted`.
 * @throws DomeError ARCHIVE_INVALID when there is none, or the archive is over `bytesMax` unpacked, or no gzip.
 */
export function readTarGzEntry(archive: Buffer, wanted: (name: string) => boolean, bytesMax: number): Buffer {
  const tar = gunzip(archive, bytesMax);
  let at = 0;
  while (at + BLOCK <= tar.length && tar[at] !== 0) {
    const name = textAt(tar, at, 100);
    const size = Number.parseInt(textAt(tar, at + 124, 12).trim(), 8);
    if (!Number.isSafeInteger(size)) throw invalid('the tar header is damaged');
    const type = tar[at + 156];
    const isFile = type === 0 || type === '0'.charCodeAt(0);
    const start = at + BLOCK;
    if (isFile && wanted(name)) return cut(tar, start, size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw invalid('the tar has no such entry');
}

function cut(tar: Buffer, start: number, size: number): Buffer {
  if (start + size > tar.length) throw invalid('the tar ends before its entry');
  return tar.subarray(start, start + size);
}

function gunzip(archive: Buffer, bytesMax: number): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: bytesMax });
  } catch (cause) {
    throw new DomeError('ARCHIVE_INVALID', { detail: 'the gzip is damaged' }, { cause });
  }
}

function textAt(tar: Buffer, start: number, length: number): string {
  const field = tar.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

function invalid(detail: string): DomeError {
  return new DomeError('ARCHIVE_INVALID', { detail });
}
