// Reads one file out of a gzipped tar, the format of the official release. The caller has checked the digest.
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

import { DomeError } from '@dome/contracts';
import { extract } from 'tar-stream';

/**
 * The bytes of the first regular file whose name satisfies `wanted`.
 * @throws DomeError ARCHIVE_INVALID when there is none, when the archive unpacks to more than `bytesMax`, or is no gzip
 */
export async function readTarGzEntry(
  archive: Buffer,
  wanted: (name: string) => boolean,
  bytesMax: number,
): Promise<Buffer> {
  const tar = extract();
  tar.end(gunzip(archive, bytesMax));
  try {
    for await (const entry of tar) {
      if (entry.header.type === 'file' && wanted(entry.header.name)) return await buffer(entry);
      entry.resume();
    }
  } catch (cause) {
    const detail = `the tar is damaged: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new DomeError('ARCHIVE_INVALID', { detail }, { cause });
  }
  throw new DomeError('ARCHIVE_INVALID', { detail: 'the tar has no such entry' });
}

function gunzip(archive: Buffer, bytesMax: number): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: bytesMax });
  } catch (cause) {
    throw new DomeError('ARCHIVE_INVALID', { detail: 'the gzip is damaged' }, { cause });
  }
}
