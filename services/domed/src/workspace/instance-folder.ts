// Everything that one daemon writes is in one folder of its own. A folder whose daemon is gone is swept, however it
// ended, but never one whose daemon may be alive. Within one PID namespace the kernel tells: by process id and, because
// ids are reused, start time. In any other namespace (another host or container) only a sign of life can tell: the
// owner touches its file every few seconds, and a file untouched for several times that long has no owner.
import { randomUUID } from 'node:crypto';
import { mkdir, opendir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError, toDomeError } from '@dome/contracts';
import { processIdentityOf, isProcessIdentity, lifeOf, pause } from '@dome/runtime';
import type { Clock, Logger, ProcessIdentity, ProcessLife } from '@dome/runtime';

import { MachineFault } from '../machine-fault.ts';
import { removeTree } from './remove-tree.ts';
import { createRemover } from './remover.ts';
import type { Remover } from './remover.ts';

export interface InstanceFolder extends AsyncDisposable {
  readonly path: string;
  /** Removes its content. */
  readonly remover: Remover;
  /**
   * Recreates it if it was deleted.
   * @throws DomeError UNAVAILABLE when it cannot be created, or something else is in its place
   */
  keep(): Promise<void>;
}

export interface InstanceFolderOptions {
  readonly root: string;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

interface Owner extends ProcessIdentity {
  readonly nonce: string;
}

const OWNER_FILE = 'owner.json';
/** An instance has no dot in its name, so these belong to no instance. */
const GONE_MARK = '.gone-';
const MAKING_MARK = '.making-';
const BESIDE_MARK = '.beside-';
const BEAT_MS = 3_000;
export const SILENT_MS_MAX = 5 * BEAT_MS;

/** How long an orderly shutdown waits for the removal of its folder; the next start sweeps the rest. */
const CLEAR_MS_MAX = 5_000;

/**
 * Creates `<root>/<instance>`, and has the leftovers of dead daemons in `root` removed in the background. Disposing
 * removes the folder.
 * @throws DomeError CONFIG_INVALID when a daemon of that name has the folder
 */
export async function openInstanceFolder(options: InstanceFolderOptions): Promise<InstanceFolder> {
  const { clock, logger } = options;
  const owner = { ...(await processIdentityOf(process.pid)), nonce: randomUUID() };
  const path = await claim(options, owner);
  await using parts = new AsyncDisposableStack();
  const remover = createRemover({ trashDir: join(path, 'trash'), clock, logger });
  parts.defer(async () => {
    // A daemon that stalled for so long that another took the folder does not take it back.
    if ((await readOwner(path))?.nonce !== owner.nonce) return;
    const gone = (await aside(path)) ?? path;
    if (!(await remover.clearWithin(gone, CLEAR_MS_MAX)))
      logger.info({ path: gone }, 'the folder of the daemon is left to the next start');
  });
  parts.use(remover);
  parts.use(sweep(options, path, remover));
  parts.use(every(clock, BEAT_MS, () => touch(join(path, OWNER_FILE))));
  const all = parts.move();
  let isOver = false;
  return {
    path,
    remover,
    keep: async () => {
      if (!isOver) await keep(path, owner);
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await all.disposeAsync();
    },
  };
}

/** The folder of the instance, or one beside it if a folder without an owner is there and cannot be moved. */
async function claim(options: InstanceFolderOptions, owner: Owner): Promise<string> {
  const named = join(options.root, options.instance);
  const making = await make(named, owner);
  try {
    for (let path = named; ;) {
      if (await moved(making, path)) return path;
      if (!(await vacate(path, options))) path = `${named}${BESIDE_MARK}${owner.nonce}`;
    }
  } catch (cause) {
    await removeTree(making).catch(() => undefined);
    throw cause;
  }
}

/** Created beside its place and moved there in one step, with its owner's file inside. */
async function make(path: string, owner: Owner): Promise<string> {
  const making = `${path}${MAKING_MARK}${owner.nonce}`;
  await mkdir(making, { recursive: true });
  await writeFile(join(making, OWNER_FILE), JSON.stringify(owner));
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
    // If the folder exists and only its owner's file is gone, it is still this daemon's: it never gave it up.
    await writeFile(join(path, OWNER_FILE), JSON.stringify(owner), { flag: 'wx' });
  } catch (cause) {
    throw new MachineFault(`the work folder ${path} is gone and cannot be made anew`, { cause });
  }
}

const OCCUPIED_CODES: readonly unknown[] = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM', 'EBUSY'];

/** False if something other than an empty folder is there. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && OCCUPIED_CODES.includes(cause.code)) return false;
    throw cause;
  }
}

/** Moves away the folder in this daemon's place if its owner is gone; the sweep finds it. */
async function vacate(path: string, { instance, clock, logger }: InstanceFolderOptions): Promise<boolean> {
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
      { ...fields, silentMsMax: SILENT_MS_MAX },
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
  return (await aside(path)) !== undefined;
}

/** What is certainly left over is removed at once; if the owner is elsewhere, later, unless it shows a sign of life. */
function sweep({ root, clock, logger }: InstanceFolderOptions, own: string, remover: Remover): Disposable {
  let later: Disposable | undefined;
  let isOver = false;
  const remove = async (path: string): Promise<void> => {
    const gone = (await aside(path)) ?? path;
    if (!isOver) remover.clear(gone);
  };
  const run = async (): Promise<void> => {
    const elsewhere: { readonly path: string; readonly before: number | undefined }[] = [];
    for await (const entry of await opendir(root)) {
      const path = join(root, entry.name);
      if (isOver || !entry.isDirectory() || path === own) continue;
      const life = entry.name.includes(GONE_MARK) ? 'gone' : await lifeIn(path);
      if (life === 'gone') await remove(path);
      else if (life === 'unknown') elsewhere.push({ path, before: await lastSignIn(path) });
    }
    if (isOver || elsewhere.length === 0) return;
    later = clock.after(SILENT_MS_MAX, () => {
      for (const { path, before } of elsewhere)
        void lastSignIn(path).then((now) => (now === before ? remove(path) : undefined));
    });
  };
  void run().catch((err: unknown) => logger.warn({ err: toDomeError(err), root }, 'what others left cannot be swept'));
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      later?.[Symbol.dispose]();
    },
  };
}

/**
 * Renamed first: an interrupted removal leaves no folder that looks owned. Undefined if it cannot be moved; an owner
 * that shut down in good order may have removed it.
 */
async function aside(path: string): Promise<string | undefined> {
  if (path.includes(GONE_MARK)) return path;
  const gone = `${path}${GONE_MARK}${randomUUID()}`;
  return await rename(path, gone).then(
    () => gone,
    (cause: NodeJS.ErrnoException) => (cause.code === 'ENOENT' ? gone : undefined),
  );
}

/** A folder without an owner is not ours. */
async function lifeIn(path: string): Promise<ProcessLife> {
  const owner = await readOwner(path);
  return owner === undefined ? 'alive' : await lifeOf(owner);
}

async function listenedFor(path: string, clock: Clock): Promise<Exclude<ProcessLife, 'unknown'>> {
  const before = await lastSignIn(path);
  await pause(clock, SILENT_MS_MAX);
  const after = await lastSignIn(path);
  return after === undefined || after === before ? 'gone' : 'alive';
}

/** Compared only with itself: the clocks of other machines mean nothing here. */
async function lastSignIn(path: string): Promise<number | undefined> {
  return stat(join(path, OWNER_FILE)).then(
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
    const value: unknown = JSON.parse(await readFile(join(path, OWNER_FILE), 'utf8'));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  return isProcessIdentity(value) && 'nonce' in value && typeof value.nonce === 'string';
}
