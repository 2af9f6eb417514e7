// One look at the machine: everything that a job needs of it is tried on a small scale, in bounded time, off the event loop.
import { spawn } from 'node:child_process';
import { access, constants, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { MachineFault, faultBeforeStart } from './fault.ts';

/** A program that ends with 0, started as those of skills are. */
export interface Trial {
  readonly words: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

export interface LookOptions {
  /** Of this instance. */
  readonly workDir: string;
  readonly trial: Trial;
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

async function lookOnce({ workDir, trial, keep }: LookOptions): Promise<DomeError | undefined> {
  try {
    await keep();
    await tryWriting(workDir);
    await tryRoom(workDir);
    await access(process.execPath, constants.X_OK);
    await tryStarting(trial);
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

function tryStarting({ words: [command, ...args], env }: Trial): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: 'ignore', timeout: lookMsMax, killSignal: 'SIGKILL' });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) return resolve();
      reject(new MachineFault(`the guard cannot start a program (${signal ?? `exit code ${String(code)}`})`));
    });
  });
}
