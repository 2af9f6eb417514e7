// The folders of the daemon that all attempts share, and the files of a skill. They may be deleted from outside (a
// cleaner of temporary folders, an unmounted disk), and what a skill then reports is not about its work.
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
  /** Recreates what was deleted. */
  keep(): Promise<void>;
  /** Call this when a folder is opened: the function returned tells at the end what was lost in between. */
  watch(): LossOf;
}

export function openWorkFolders(dir: string): WorkFolders {
  mkdirSync(dir, { recursive: true });
  // The files of a skill are known by their real paths: see workspace/attempt-folder.ts.
  const workDir = realpathSync(dir);
  const jobsDir = join(workDir, 'jobs');
  const runnersDir = join(workDir, 'runners');
  for (const folder of [jobsDir, runnersDir]) mkdirSync(folder, { recursive: true });
  let timesLost = 0;
  return {
    workDir,
    jobsDir,
    runnersDir,
    treesDir: join(workDir, 'trees'),
    keep: async () => {
      if (!(await isFolder(jobsDir)) || !(await isFolder(runnersDir))) timesLost += 1;
      for (const folder of [jobsDir, runnersDir]) await mkdir(folder, { recursive: true });
    },
    watch: () => {
      const before = timesLost;
      return async ({ folder, skill, isGood }) => {
        // A skill may delete its own folder, but not the one that contains the folders of all.
        const isGone = async (): Promise<boolean> => !(await isFolder(jobsDir)) || !(await isFolder(runnersDir));
        const isLost = !(await isFolder(folder)) && (timesLost !== before || (await isGone()));
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
