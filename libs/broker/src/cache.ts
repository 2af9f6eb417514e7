// The cache of fetched servers. Two processes may fetch at once: each writes to its own name in the same folder and renames
// the file into place. Renaming is atomic, so a reader sees no binary or a whole one.
import { randomUUID } from 'node:crypto';
import { access, chmod, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { makeFolder } from '@dome/runtime';

import { SERVER_PIN } from './pins.ts';

export interface Platform {
  readonly platform: string;
  readonly arch: string;
}

/** `${XDG_CACHE_HOME:-~/.cache}/dome`, for what is fetched once for a user. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  const configured = env['XDG_CACHE_HOME'];
  const base = configured === undefined || configured === '' ? join(homedir(), '.cache') : configured;
  return join(base, 'dome');
}

/** `nats-server-<version>-<os>-<arch>` there. */
export function cacheFolder(env: NodeJS.ProcessEnv, host: Platform): string {
  return join(cacheRoot(env), `nats-server-${SERVER_PIN.version}-${host.platform}-${host.arch}`);
}

export function binaryName(platform: string): string {
  return platform === 'win32' ? 'nats-server.exe' : 'nats-server';
}

/** Writes the binary to a unique name; `publish` moves it into place. */
export async function stage(folder: string, bytes: Buffer): Promise<string> {
  await makeFolder(folder);
  // Windows needs the suffix to run it for its version.
  const path = join(folder, `fetched-${randomUUID()}.exe`);
  await writeFile(path, bytes);
  await chmod(path, 0o755);
  return path;
}

/** Moves a staged binary into place. If another process was first, its copy stays: both were checked. */
export async function publish(staged: string, target: string): Promise<void> {
  try {
    await rename(staged, target);
  } catch (cause) {
    await rm(staged, { force: true });
    // Windows refuses to replace a running program.
    if (!(await exists(target))) throw cause;
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
