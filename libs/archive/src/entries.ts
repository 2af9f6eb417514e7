// What an archive holds, without unpacking it.
import { DomeError } from '@dome/contracts';
import { extract } from 'tar-stream';

export type ArchiveEntry =
  | { readonly kind: 'file'; readonly isExecutable: boolean; readonly content: Uint8Array }
  /** The target is as it was packed: relative to the folder of the link, and inside the archive. */
  | { readonly kind: 'link'; readonly target: string };

/**
 * The files and links of an archive that `packDirectory` made, by path. Folders are implied by what they hold.
 * @throws DomeError ARCHIVE_INVALID
 */
export async function archiveEntries(archive: Uint8Array): Promise<ReadonlyMap<string, ArchiveEntry>> {
  const tar = extract();
  tar.end(archive);
  const entries = new Map<string, ArchiveEntry>();
  try {
    for await (const entry of tar) {
      const { name, type, mode, linkname } = entry.header;
      const content = await contentOf(entry);
      if (type === 'symlink') entries.set(name, { kind: 'link', target: linkname ?? '' });
      else entries.set(name, { kind: 'file', isExecutable: (mode & 0o100) !== 0, content });
    }
  } catch (cause) {
    throw new DomeError('ARCHIVE_INVALID', { detail: 'the archive cannot be read' }, { cause });
  }
  return entries;
}

async function contentOf(entry: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}
