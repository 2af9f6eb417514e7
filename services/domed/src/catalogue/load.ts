// The catalogue of a daemon. What is loaded is copied aside under its content digest, and only that copy is ever run, so an
// edit during a run changes nothing until the next load.
import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { toDomeError } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import { MANIFEST_NAME, readCatalogue, readSkill, skillRefused } from '@dome/skills';
import type { DescribedSkill } from '@dome/skills';

import { MachineFault, faultOf } from '../machine-fault.ts';
import { skillSet } from './skill-set.ts';
import type { SkillSet } from './skill-set.ts';
import type { LoadedSkill } from './skill.ts';
import { placeSnapshot } from './snapshot.ts';

export interface CatalogueOptions {
  /** Folders that contain one folder for each version of a skill. */
  readonly dirs: readonly string[];
  /** This daemon's own folder; snapshots go to `<workDir>/skills/`. */
  readonly workDir: string;
}

export interface Catalogue {
  readonly skills: SkillSet;
  /**
   * Folders that could not be loaded, each with its MANIFEST_INVALID. The caller decides whether to start without them.
   */
  readonly refused: readonly DomeError[];
}

/**
 * Loads every skill in the folders. One bad skill does not hide the others.
 * @throws DomeError UNAVAILABLE when the machine has no space for a snapshot, which is not the skill's fault
 * @throws DomeError CONFIG_INVALID when a folder cannot be read
 */
export async function loadCatalogue({ dirs, workDir }: CatalogueOptions): Promise<Catalogue> {
  const skills: LoadedSkill[] = [];
  const refused: DomeError[] = [];
  for await (const entry of readCatalogue(dirs)) {
    switch (entry.kind) {
      case 'refused':
        refused.push(skillRefused(entry.refusal));
        break;
      case 'unreadable':
        refused.push(unlessOfMachine(entry.cause, entry.file));
        break;
      case 'skill':
        try {
          skills.push(await placed(entry.skill, workDir));
        } catch (thrown) {
          refused.push(unlessOfMachine(thrown, join(entry.dir, MANIFEST_NAME)));
        }
    }
  }
  return { skills: skillSet(skills), refused };
}

/** @throws DomeError MANIFEST_INVALID; UNAVAILABLE */
export async function loadSkill(dir: string, workDir: string): Promise<LoadedSkill> {
  const read = await readSkill(dir);
  if (!read.ok) throw skillRefused(read.refusal);
  return placed(read.skill, workDir);
}

async function placed({ packed, runIn, ...described }: DescribedSkill, workDir: string): Promise<LoadedSkill> {
  const snapshot = await placeSnapshot(packed, join(workDir, 'skills'));
  return {
    ...described,
    contentDigest: packed.digest,
    snapshotDir: snapshot.dir,
    renewSnapshot: () => snapshot.renew(),
    run: runIn(snapshot.dir),
  };
}

/** Whether its snapshot exists. */
export async function isSkillThere({ snapshotDir }: LoadedSkill): Promise<boolean> {
  return access(join(snapshotDir, MANIFEST_NAME)).then(
    () => true,
    () => false,
  );
}

/** @throws MachineFault what is wrong with the machine, and not with the skill */
function unlessOfMachine(thrown: unknown, file: string): DomeError {
  const fault = faultOf(thrown);
  if (fault instanceof MachineFault) throw fault;
  const cause = toDomeError(thrown);
  return skillRefused({ file, faults: [{ message: cause.message, hint: cause.hint, cause }] });
}
