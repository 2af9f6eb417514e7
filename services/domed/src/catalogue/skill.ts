// A skill as domed runs it: its description, how it is started, and the place of its snapshot, which nobody else needs to
// know.
import type { Digest } from '@dome/contracts';
import type { DescribedSkill, NodeRun, ProcessRun } from '@dome/skills';

export interface LoadedSkill extends Omit<DescribedSkill, 'packed' | 'runIn'> {
  readonly contentDigest: Digest;
  /** The code that runs: a copy of exactly what contentDigest names. */
  readonly snapshotDir: string;
  /** Restores it if it was changed; true if it was. @throws DomeError UNAVAILABLE */
  readonly renewSnapshot: () => Promise<boolean>;
  readonly run: ProcessRun | NodeRun;
}
