// The folders of the daemon that all attempts share, and the files of a skill. Somebody may take them away (who cleans a
// temporary folder, who unmounts a disk), and what a skill says then is not about its work.
import { mkdirSync, realpathSync } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isSkillThere } from '../catalogue/load.ts';
import { MachineFault } from '../machine-fault.ts';
import type { LossOf } from '../outcome/outcome.ts';

export interface WorkFolders {
  readonly workDir: string;
  readonly jobsDir: string;
  readonly treesDir: string;
  /** Where runners have their folders. */
  readonly runnersDir: string;
  /** Makes anew what was taken away. */
  keep(): Promise<void>;
  /** To be called when a room is opened: the answer tells at the end what was lost meanwhile. */
  watch(): LossOf;
}

export function openWorkFolders(dir: string): WorkFolders {
  mkdirSync(dir, { recursive: true });
  // What a skill left is known by its real path: see workspace/room.ts.
  const workDir = realpathSync(dir);
  const jobsDir = join(workDir, 'jobs');
  const runnersDir = join(workDir, 'runners');
  for (const folder of [jobsDir, runnersDir]) mkdirSync(folder, { recursive: true });
  let timesLost = 0;
  return {
    ...{ workDir, jobsDir, runnersDir, treesDir: join(workDir, 'trees') },
    keep: async () => {
      if (!(await isFolder(jobsDir)) || !(await isFolder(runnersDir))) timesLost += 1;
      for (const folder of [jobsDir, runnersDir]) await mkdir(folder, { recursive: true });
    },
    watch: () => {
      const before = timesLost;
      return async ({ room, skill, isGood }) => {
        // A skill may take its own room away, but not what the rooms of all stand in.
        const isGone = async (): Promise<boolean> => !(await isFolder(jobsDir)) || !(await isFolder(runnersDir));
        const isLost = !(await isFolder(room)) && (timesLost !== before || (await isGone()));
        if (isLost) return new MachineFault('the work folder of the daemon is gone');
        if (isGood || (await isSkillThere(skill))) return undefined;
        return new MachineFault(`the files of ${skill.descriptor.name} are gone from the work folder of the daemon`);
      };
    },
  };
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
