// Files of secrets where no guard can give a job a file system of its own: a folder in memory that only the daemon's
// user can read, with one folder for each job. If the daemon is killed, a small process that waits for its end removes
// the folder, and the next daemon removes what that one could not.
import { spawn } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { toDomeError } from '@dome/contracts';
import { openRunFolder } from '@dome/runtime';

import { MachineFault } from '../machine-fault.ts';
import type { GivenSecret } from './skill-secrets.ts';

export interface JobFiles extends AsyncDisposable {
  readonly path: string;
}

export interface MemoryFolder extends AsyncDisposable {
  /** Why there is none; undefined if it can hold files. It is created when this, or `open`, is first called. */
  fault(): Promise<string | undefined>;
  /**
   * A folder with these files; disposing removes it.
   * @throws MachineFault when the machine has no file system in memory; the system's error
   */
  open(name: string, files: readonly GivenSecret[]): Promise<JobFiles>;
}

const SHARED_MEMORY = '/dev/shm';
const TMPFS_MAGIC = 0x01_02_19_94;
/** Its standard input ends when the daemon does, however it ends. */
const REMOVE_AT_THE_END = 'cat >/dev/null; rm -rf -- "$0"';

export function createMemoryFolder(dir = SHARED_MEMORY): MemoryFolder {
  let made: Promise<KeptFolder> | undefined;
  const folder = (): Promise<KeptFolder> => (made ??= makeFolderIn(dir));
  return {
    fault: () =>
      folder().then(
        () => undefined,
        (cause: unknown) => toDomeError(cause).message,
      ),
    open: async (name, files) => {
      const path = join((await folder()).path, name);
      await mkdir(path, { mode: 0o700 });
      for (const { name: file, value } of files) await writeFile(join(path, file), value, { mode: 0o400, flag: 'wx' });
      return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
    },
    [Symbol.asyncDispose]: async () => {
      const kept = await made?.catch(() => undefined);
      await kept?.[Symbol.asyncDispose]();
    },
  };
}

type KeptFolder = JobFiles;

async function makeFolderIn(dir: string): Promise<KeptFolder> {
  const isInMemory = await statfs(dir).then(
    ({ type }) => type === TMPFS_MAGIC,
    () => false,
  );
  if (!isInMemory) throw new MachineFault(`${dir} is no file system in memory, and secrets are written to no disk`);
  const folder = await openRunFolder('dome-secrets-', [dir]);
  const keeper = spawn('/bin/sh', ['-c', REMOVE_AT_THE_END, folder.path], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  keeper.on('error', () => undefined).unref();
  keeper.stdin.on('error', () => undefined);
  return {
    path: folder.path,
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]();
      keeper.stdin.end();
    },
  };
}
