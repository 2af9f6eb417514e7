// The machine of this daemon: what is checked, and what is recreated if it was deleted.
import { mkdir } from 'node:fs/promises';

import type { Clock, Logger } from '@dome/runtime';

import { isSkillThere, loadCatalogue } from '../catalogue/load.ts';
import type { Catalogue } from '../catalogue/load.ts';
import type { InstanceFolder } from '../workspace/instance-folder.ts';
import { MachineFault } from '../machine-fault.ts';
import { createProbe } from './probe.ts';
import { createMachine } from './machine.ts';
import type { Machine } from './machine.ts';

/** The parts of an executor that jobs depend on. */
interface JobGround {
  /** Recreates folders that were deleted. */
  keepFolders(): Promise<void>;
  /** @throws DomeError what would keep a skill from being started */
  tryStarting(signal: AbortSignal): Promise<void>;
}

export interface OwnMachineOptions {
  readonly folder: Pick<InstanceFolder, 'path' | 'keep' | 'remover'>;
  readonly executor: JobGround;
  readonly catalogue: Catalogue;
  readonly skillsDir: string;
  readonly uploadsDir: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly onBroken: () => void;
  readonly onRecovered: () => void;
}

export function createOwnMachine(options: OwnMachineOptions): Machine {
  const { folder, executor, uploadsDir, clock, logger, onBroken, onRecovered } = options;
  const keep = async (): Promise<void> => {
    await folder.keep();
    await executor.keepFolders();
    await mkdir(uploadsDir, { recursive: true });
    await keepSkills(options);
  };
  const probe = createProbe({
    workDir: folder.path,
    tryStarting: (signal) => executor.tryStarting(signal),
    clock,
    keep,
  });
  return createMachine({ probe, clock, logger, onBroken, onRecovered });
}

/** A snapshot is named by its digest: taken again, it is the same or has another place. */
async function keepSkills({ catalogue, skillsDir, folder }: OwnMachineOptions): Promise<void> {
  const gone = await missingOf(catalogue);
  if (gone.length === 0) return;
  for (const { snapshotDir } of gone) await folder.remover.drop(snapshotDir);
  await loadCatalogue({ dirs: [skillsDir], workDir: folder.path });
  const [changed] = await missingOf(catalogue);
  if (changed === undefined) return;
  const { name } = changed.descriptor;
  throw new MachineFault(
    `the files of ${name} are gone, and its folder has changed: the daemon is to be started again`,
  );
}

async function missingOf({ skills }: Catalogue) {
  const isThere = await Promise.all(skills.all.map(isSkillThere));
  return skills.all.filter((_, index) => isThere[index] === false);
}
