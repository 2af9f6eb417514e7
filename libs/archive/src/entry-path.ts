// Names inside an archive are relative, normal and never lead outside, whoever made the archive. The same grammar is
// checked when packing (so that nothing is stored which cannot be unpacked) and when unpacking (nobody is trusted).
import { DomeError, LIMITS } from '@dome/contracts';

/**
 * A name is segments joined by one `/`; none is empty, `.`, `..` or `.git` in any case (a planted `.git` would hand its
 * hooks and settings to every later git call in that tree).
 * @throws DomeError ARCHIVE_INVALID
 */
export function assertEntryPath(path: string): void {
  if (Buffer.byteLength(path) > LIMITS.archivePathBytes)
    refuseEntry(path, `its name is longer than ${LIMITS.archivePathBytes} bytes`);
  if (path.includes('\0')) refuseEntry(path, 'its name holds a NUL');
  for (const segment of path.split('/')) {
    if (segment === '') refuseEntry(path, 'its name is absolute or has an empty part');
    if (segment === '.' || segment === '..') refuseEntry(path, 'its name walks with `.` or `..`');
    if (segment.toLowerCase() === '.git') refuseEntry(path, 'an archive must not contain .git');
    if (Buffer.byteLength(segment) > LIMITS.archiveNameBytes) refuseEntry(path, 'a part of its name is too long');
  }
}

/**
 * A link is relative, goes up only at its beginning and never above the root. Links are followed one by one, so a target
 * that goes up after a name could leave through another link: that form is refused, and with it every escape.
 * @throws DomeError ARCHIVE_INVALID
 */
export function assertLinkTarget(path: string, target: string): void {
  if (target === '' || target.startsWith('/')) refuseEntry(path, 'its link target is empty or absolute');
  if (target.includes('\0') || Buffer.byteLength(target) > LIMITS.archivePathBytes)
    refuseEntry(path, 'its link target is not a path');
  let depth = path.split('/').length - 1;
  let named = false;
  for (const segment of target.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') {
      if (segment.toLowerCase() === '.git') refuseEntry(path, 'its link points into .git');
      named = true;
      continue;
    }
    if (named) refuseEntry(path, 'its link target goes up after a name');
    depth -= 1;
    if (depth < 0) refuseEntry(path, 'its link leads outside');
  }
}

export function refuseEntry(path: string, why: string): never {
  throw new DomeError('ARCHIVE_INVALID', { detail: `${JSON.stringify(path)}: ${why}`, path });
}
