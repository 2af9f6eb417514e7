// One look at the machine: everything that a job needs of it is tried on a small scale, in bounded time, off the event loop.
import { access, constants, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { MachineFault, faultBeforeStart } from '../machine-fault.ts';

export interface LookOptions {
  /** Of this instance. */
  readonly workDir: string;
  /**
   * Starts a program as those of skills are.
   * @throws DomeError when that cannot be
   */
  readonly tryStarting: () => Promise<void>;
  readonly clock: Clock;
  /**
   * Makes anew what was taken away of the daemon's own.
   * @throws DomeError when that cannot be
   */
  readonly keep: () => Promise<void>;
}

/** A disk that hangs never answers. */
const lookMsMax = 10_000;

/** The same look is never begun twice: one that hangs holds a thread of the process. */
export function createLook(options: LookOptions): () => Promise<DomeError | undefined> {
  let hanging: Promise<DomeError | undefined> | undefined;
  return async () => {
    hanging ??= lookOnce(options).finally(() => (hanging = undefined));
    const { promise: late, resolve } = Promise.withResolvers<DomeError>();
    using _limit = options.clock.after(lookMsMax, () =>
      resolve(new MachineFault(`the work folder did not answer within ${lookMsMax} ms`)),
    );
    return await Promise.race([hanging, late]);
  };
}

async function lookOnce({ workDir, tryStarting, keep }: LookOptions): Promise<DomeError | undefined> {
  try {
    await keep();
    await tryWriting(workDir);
    await tryRoom(workDir);
    await access(process.execPath, constants.X_OK);
    await tryStarting();
    return undefined;
  } catch (thrown) {
    return faultBeforeStart(thrown);
  }
}

async function tryWriting(dir: string): Promise<void> {
  const path = join(dir, 'look');
  await rm(path, { force: true });
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile('whole');
    await file.sync();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryRoom(dir: string): Promise<void> {
  const { bavail, bsize, ffree, files } = await statfs(dir);
  const { workFreeBytesMin, workFreeFilesMin } = LIMITS;
  if (bavail * bsize < workFreeBytesMin)
    throw new MachineFault(`less than ${workFreeBytesMin} bytes are free where the work folder stands`);
  // Some file systems do not count files, and say that there are none.
  if (files > 0 && ffree < workFreeFilesMin)
    throw new MachineFault(`less than ${workFreeFilesMin} files can be made where the work folder stands`);
}
