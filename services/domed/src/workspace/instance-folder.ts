// Everything that one daemon writes stands in one folder of its own. A folder whose daemon is gone is swept at the next
// start, whatever ended it. A process id alone proves nothing (ids come again), so the start time of the process stands
// beside it; a folder of another host is never judged.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface InstanceFolder extends AsyncDisposable {
  readonly path: string;
}

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly startTime: string;
}

const ownerFile = 'owner.json';

/** Makes `<root>/<instance>` and removes what dead daemons of this host left in `root`. Disposing removes the folder. */
export async function openInstanceFolder(root: string, instance: string): Promise<InstanceFolder> {
  await mkdir(root, { recursive: true });
  await sweep(root);
  const path = join(root, instance);
  await mkdir(path);
  const owner: Owner = { host: hostname(), pid: process.pid, startTime: await startTimeOf(process.pid) };
  await writeFile(join(path, ownerFile), JSON.stringify(owner));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function sweep(root: string): Promise<void> {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(root, entry.name);
    const owner = await readOwner(join(path, ownerFile));
    // A folder without an owner is being made by a daemon that starts at this moment, or is not ours.
    if (owner !== undefined && (await isGone(owner))) await rm(path, { recursive: true, force: true });
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'host' in value &&
    typeof value.host === 'string' &&
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    'startTime' in value &&
    typeof value.startTime === 'string'
  );
}

async function isGone({ host, pid, startTime }: Owner): Promise<boolean> {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
  }
  return startTime !== '' && (await startTimeOf(pid)) !== startTime;
}

/** Ticks since boot at which the process started, with the id of that boot; empty where the system does not tell. */
async function startTimeOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The name of the program stands in parentheses and may hold anything; 19 fields after it comes the start time.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? '' : `${boot.trim()}:${ticks}`;
  } catch {
    return '';
  }
}
