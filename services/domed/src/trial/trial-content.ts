// What a trial places beside a skill, in place of the artifact store: the files of the skill itself, each by its digest, and
// the folders that its examples name as workspaces.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import { DomeError, sha256Digest } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { ContentSource } from '../workspace/ports.ts';

export interface TrialContent extends ContentSource {
  /** The folder as a workspace; undefined: an empty one. @throws DomeError ARCHIVE_INVALID */
  workspaceOf(folder: string | undefined): Promise<{ readonly digest: Digest; readonly size: number }>;
}

/** `emptyDir` is a folder without files. */
export async function openTrialContent({ snapshotDir }: LoadedSkill, emptyDir: string): Promise<TrialContent> {
  const stored = new Map<Digest, Uint8Array>();
  for (const entry of await readdir(snapshotDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    stored.set(sha256Digest(bytes), bytes);
  }
  return {
    workspaceOf: async (folder) => {
      const dir = folder === undefined ? emptyDir : join(snapshotDir, folder);
      const { bytes, digest, size } = await packDirectory(dir, { include: 'all' });
      stored.set(digest, bytes);
      return { digest, size };
    },
    open: async function* (digest) {
      const bytes = stored.get(digest);
      if (bytes === undefined) {
        throw new DomeError('WORKSPACE_MISSING', {
          detail: `${digest} is the digest of no file of the skill`,
          hint: 'What an example names by its digest, a trial takes from the files of the skill: put it into its folder.',
        });
      }
      yield bytes;
    },
  };
}
