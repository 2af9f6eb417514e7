// One check of the machine: everything that a job needs of it is tried on a small scale, in bounded time, off the event
// loop.
import { access, constants, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { MachineFault, faultBeforeStart } from '../machine-fault.ts';

export interface ProbeOptions {
  /** The folder of this instance. */
  readonly workDir: string;
  /**
   * Starts a program the way skills are started, and kills it when the signal aborts.
   * @throws DomeError when that fails
   */
  readonly tryStarting: (signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  /**
   * Recreates what was deleted of the daemon's own files.
   * @throws DomeError when that fails
   */
  readonly keep: () => Promise<void>;
}

/** One check, and its most recent step. */
interface Probing {
  readonly found: Promise<DomeError | undefined>;
  readonly asked: () => 'work folder' | 'guard';
}

/** The same check is never started twice: one that hangs, as on a dead disk, occupies a thread of the process. */
export function createProbe(options: ProbeOptions): () => Promise<DomeError | undefined> {
  let hanging: Probing | undefined;
  return async () => {
    const limit = new AbortController();
    const probing = (hanging ??= probeOnce(options, limit.signal));
    void probing.found.then(() => (hanging = undefined));
    const { promise: late, resolve } = Promise.withResolvers<DomeError>();
    using _limit = options.clock.after(LIMITS.machineProbeMs, () => {
      resolve(new MachineFault(`the ${probing.asked()} did not answer within ${LIMITS.machineProbeMs} ms`));
      limit.abort();
    });
    return await Promise.race([probing.found, late]);
  };
}

function probeOnce({ workDir, tryStarting, keep }: ProbeOptions, signal: AbortSignal): Probing {
  let asked: ReturnType<Probing['asked']> = 'work folder';
  const steps = async (): Promise<undefined> => {
    await keep();
    await tryWriting(workDir);
    await tryDiskSpace(workDir);
    await access(process.execPath, constants.X_OK);
    asked = 'guard';
    await tryStarting(signal);
  };
  return { found: steps().catch(faultBeforeStart), asked: () => asked };
}

async function tryWriting(dir: string): Promise<void> {
  const path = join(dir, 'probe');
  await rm(path, { force: true });
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile('whole');
    await file.sync();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryDiskSpace(dir: string): Promise<void> {
  const { bavail, bsize, ffree, files } = await statfs(dir);
  const { workFreeBytesMin, workFreeFilesMin } = LIMITS;
  if (bavail * bsize < workFreeBytesMin)
    throw new MachineFault(`less than ${workFreeBytesMin} bytes are free where the work folder stands`);
  // Some file systems do not count files, and report none free.
  if (files > 0 && ffree < workFreeFilesMin)
    throw new MachineFault(`less than ${workFreeFilesMin} files can be made where the work folder stands`);
}
