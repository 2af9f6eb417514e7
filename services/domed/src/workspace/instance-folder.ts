// Everything that one daemon writes stands in one folder of its own. A folder whose daemon is gone is swept, whatever ended
// it, and never one whose daemon may live. Inside one PID namespace the kernel tells: a process id, and because ids come
// again, the start time of the process. Of any other namespace (another host, another container) only a sign of life can
// tell: the owner touches its file every few seconds, and a file that stays as it is for several times that has nobody.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, readlink, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { DomeError, toDomeError } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock, Logger } from '@dome/runtime';

import { MachineFault } from '../machine/fault.ts';
import { removeTree } from './remove-tree.ts';

export interface InstanceFolder extends AsyncDisposable {
  readonly path: string;
  /**
   * Makes it anew where somebody took it away.
   * @throws DomeError UNAVAILABLE when it cannot be made, or something else stands in its place
   */
  keep(): Promise<void>;
}

export interface InstanceFolderOptions {
  readonly root: string;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly startTime: string;
  /** Where its process id means something: the boot and the PID namespace. */
  readonly place: string;
  readonly nonce: string;
}

const ownerFile = 'owner.json';
/** An instance has no dot in its name, so these are nobody's instance. */
const goneMark = '.gone-';
const makingMark = '.making-';
const beatMs = 3_000;
export const silentMsMax = 5 * beatMs;

/**
 * Makes `<root>/<instance>` and removes what daemons that are gone left in `root`. Disposing removes the folder.
 * @throws DomeError CONFIG_INVALID when a daemon of that name has the folder
 */
export async function openInstanceFolder(options: InstanceFolderOptions): Promise<InstanceFolder> {
  const { root, instance, clock } = options;
  const path = join(root, instance);
  const owner = await ownerOf(process.pid);
  const making = await make(path, owner);
  try {
    while (!(await moved(making, path))) await vacate(path, options);
  } catch (cause) {
    await removeTree(making);
    throw cause;
  }
  await using parts = new AsyncDisposableStack();
  parts.defer(async () => {
    // Whoever stood still for so long that another took the folder does not take it back.
    if ((await readOwner(path))?.nonce === owner.nonce) await removeTree(path);
  });
  parts.use(await sweep(options));
  parts.use(every(clock, beatMs, () => touch(join(path, ownerFile))));
  const all = parts.move();
  return { path, keep: () => keep(path, owner), [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Beside the place: it is moved there in one step, with its owner in it. */
async function make(path: string, owner: Owner): Promise<string> {
  const making = `${path}${makingMark}${owner.nonce}`;
  await mkdir(making, { recursive: true });
  await writeFile(join(making, ownerFile), JSON.stringify(owner));
  return making;
}

async function keep(path: string, owner: Owner): Promise<void> {
  const found = await readOwner(path);
  if (found?.nonce === owner.nonce) return;
  if (found !== undefined) throw new MachineFault(`another daemon has taken ${path} (process ${found.pid})`);
  try {
    const making = await make(path, owner);
    if (await moved(making, path).catch(() => false)) return;
    await removeTree(making);
    // Where the folder stands and only its owner's file is gone, it is this daemon's still: it never gave it up.
    await writeFile(join(path, ownerFile), JSON.stringify(owner), { flag: 'wx' });
  } catch (cause) {
    throw new MachineFault(`the work folder ${path} is gone and cannot be made anew`, { cause });
  }
}

/** False when something is there that is not empty. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOTEMPTY' || cause.code === 'EEXIST'))
      return false;
    throw cause;
  }
}

/** Removes the folder that stands where this daemon's is to be, if its owner is gone. */
async function vacate(path: string, { instance, clock, logger }: InstanceFolderOptions): Promise<void> {
  const owner = await readOwner(path);
  if (owner === undefined)
    throw new DomeError('CONFIG_INVALID', {
      detail: `${path} is in the way, and no daemon made it.`,
      hint: 'Remove it, or choose another DOME_WORK_DIR.',
    });
  const fields = { path, host: owner.host, pid: owner.pid };
  let life = await lifeOf(owner);
  if (life === 'unknown') {
    logger.info(
      { ...fields, silentMsMax },
      'the folder of this instance was made elsewhere, its owner is listened for',
    );
    life = await listenedFor(path, clock);
  }
  if (life === 'alive')
    throw new DomeError('CONFIG_INVALID', {
      detail: `A daemon ${instance} is running on ${owner.host} (process ${owner.pid}), and has ${path}.`,
      hint: 'Give each daemon a DOME_INSTANCE of its own, or leave it out; or give it another DOME_WORK_DIR.',
    });
  logger.info(fields, 'the former owner of the folder is gone');
  await clear(path);
}

/** What surely is left over goes at once; where the owner is elsewhere, later, unless it is heard. */
async function sweep({ root, instance, clock, logger }: InstanceFolderOptions): Promise<Disposable> {
  const elsewhere: string[] = [];
  const remove = (path: string): Promise<void> =>
    clear(path).catch((err: unknown) => logger.warn({ err: toDomeError(err), path }, 'a folder cannot be removed'));
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === instance) continue;
    const path = join(root, entry.name);
    const life = entry.name.includes(goneMark) ? 'gone' : await lifeIn(path);
    if (life === 'gone') await remove(path);
    else if (life === 'unknown') elsewhere.push(path);
  }
  if (elsewhere.length === 0) return { [Symbol.dispose]: () => undefined };
  const before = await Promise.all(elsewhere.map(lastSignIn));
  return clock.after(silentMsMax, () => {
    elsewhere.forEach((path, at) => {
      void lastSignIn(path).then((now) => (now === before[at] ? remove(path) : undefined));
    });
  });
}

/** Renamed first: a removal that is cut short leaves no folder that looks like somebody's. */
async function clear(path: string): Promise<void> {
  const gone = path.includes(goneMark) ? path : `${path}${goneMark}${randomUUID()}`;
  const isLeft = (cause: NodeJS.ErrnoException): void => {
    if (cause.code !== 'ENOENT') throw cause;
  };
  // An owner that ends in good order removes it itself.
  if (gone !== path) await rename(path, gone).catch(isLeft);
  await removeTree(gone);
}

type Life = 'alive' | 'gone' | 'unknown';

/** A folder without an owner is not ours. */
async function lifeIn(path: string): Promise<Life> {
  const owner = await readOwner(path);
  return owner === undefined ? 'alive' : await lifeOf(owner);
}

async function lifeOf({ host, place, pid, startTime }: Owner): Promise<Life> {
  const here = await placeOf();
  if (place !== here) {
    // No container, and of this name: it is the machine itself, before it was started anew.
    const isOfMachine = host === hostname() && [place, here].every((one) => one.endsWith(machineNamespace));
    return isOfMachine ? 'gone' : 'unknown';
  }
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return 'gone';
  }
  return startTime !== '' && (await startTimeOf(pid)) !== startTime ? 'gone' : 'alive';
}

async function listenedFor(path: string, clock: Clock): Promise<Exclude<Life, 'unknown'>> {
  const before = await lastSignIn(path);
  await pause(clock, silentMsMax);
  const after = await lastSignIn(path);
  return after === undefined || after === before ? 'gone' : 'alive';
}

/** Compared with itself only: clocks of other machines say nothing here. */
async function lastSignIn(path: string): Promise<number | undefined> {
  return stat(join(path, ownerFile)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

function every(clock: Clock, ms: number, run: () => Promise<void>): Disposable {
  let timer: Disposable | undefined;
  const arm = (): void => {
    timer = clock.after(ms, () => {
      arm();
      void run();
    });
  };
  arm();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(path, ownerFile), 'utf8'));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['host', 'startTime', 'place', 'nonce'].map((name): unknown => Reflect.get(value, name));
  return texts.every((text) => typeof text === 'string') && 'pid' in value && Number.isSafeInteger(value.pid);
}

async function ownerOf(pid: number): Promise<Owner> {
  return {
    ...{ host: hostname(), pid, nonce: randomUUID() },
    ...{ startTime: await startTimeOf(pid), place: await placeOf() },
  };
}

/** The kernel numbers the namespace that every machine begins with, and gives the number to no other. */
const machineNamespace = 'pid:[4026531836]';

/** Where the system does not tell, the host is the best that can be said. */
async function placeOf(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return `host ${hostname()}`;
  }
}

/** Ticks since boot at which the process started; empty where the system does not tell. A zombie has ended. */
async function startTimeOf(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold anything; after it the state, and 19 fields on the time.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
