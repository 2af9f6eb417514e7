// Limits of one archive (L11); callers may lower a limit, and omitting one never raises it.
import { DomeError, LIMITS } from '@dome/contracts';

export interface ArchiveLimits {
  /** Files and links together. */
  readonly entriesMax: number;
  /** Bytes of the tar, headers included. */
  readonly bytesMax: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = Object.freeze({
  entriesMax: LIMITS.archiveEntries,
  bytesMax: LIMITS.archiveBytes,
});

/** @throws DomeError PAYLOAD_TOO_LARGE */
export function assertEntryCount(count: number, limits: ArchiveLimits): void {
  if (count <= limits.entriesMax) return;
  throw new DomeError('PAYLOAD_TOO_LARGE', {
    detail: `an archive holds at most ${limits.entriesMax} entries`,
    hint: 'Keep build output and caches out of it, for example by .gitignore.',
    entriesMax: limits.entriesMax,
  });
}

/** @throws DomeError PAYLOAD_TOO_LARGE */
export function assertArchiveBytes(bytes: number, limits: ArchiveLimits): void {
  if (bytes <= limits.bytesMax) return;
  throw new DomeError('PAYLOAD_TOO_LARGE', {
    detail: `an archive has at most ${limits.bytesMax} bytes`,
    hint: 'Keep build output and caches out of it, for example by .gitignore.',
    bytesMax: limits.bytesMax,
  });
}
