// The folder in which a stack keeps what outlives it: the store of its broker, and the passwords and the port by which
// terminals that are open already reach it again. One stack at a time has it, because two brokers would spoil one store.
import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DomeError, isJsonObject } from '@dome/contracts';
import { isProcessIdentity, lifeOf, makeFolder, processIdentityOf } from '@dome/runtime';

import { writeWhole } from '../whole-files.ts';

export interface KeptFacts {
  /** By the broker's users. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Undefined for a new folder. */
  readonly port: number | undefined;
}

export interface KeptFolder extends KeptFacts, AsyncDisposable {
  readonly dir: string;
  keep(facts: KeptFacts): Promise<void>;
}

const LOCK = /^stack\.lock\.(\d+)$/;
const FACTS_FILE = 'stack.json';
const OWNER_ONLY = 0o600;

/** @throws DomeError CONFIG_INVALID while another stack has the folder */
export async function openKeptFolder(dir: string): Promise<KeptFolder> {
  await makeFolder(dir, 0o700);
  const lock = await takeLock(dir);
  return {
    dir,
    ...(await readFacts(dir)),
    keep: (facts) => writeWhole(join(dir, FACTS_FILE), JSON.stringify(facts), OWNER_ONLY),
    // It stays, because the next one has to be a later one.
    [Symbol.asyncDispose]: () => writeWhole(lock, '{}', OWNER_ONLY),
  };
}

/**
 * Locks are numbered, and the last one counts. A lock is made in one step, and only beyond one whose stack is gone for good,
 * so of several that ask at once one gets it; earlier ones are removed only by whoever has the last.
 */
async function takeLock(dir: string): Promise<string> {
  const own = join(dir, `stack.${randomUUID()}`);
  await writeFile(own, JSON.stringify(await processIdentityOf(process.pid)), { mode: OWNER_ONLY });
  try {
    for (;;) {
      const last = (await locksIn(dir)).at(-1) ?? 0;
      await assertGone(dir, last);
      const lock = join(dir, `stack.lock.${last + 1}`);
      if (!(await isLinked(own, lock))) continue;
      const numbers = await locksIn(dir);
      const earlier = numbers.filter((number) => number <= last);
      if (numbers.at(-1) === last + 1) {
        for (const number of earlier) await rm(join(dir, `stack.lock.${number}`), { force: true });
        return lock;
      }
      // The list was out of date.
      await rm(lock, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function locksIn(dir: string): Promise<number[]> {
  const numbers = (await readdir(dir)).flatMap((name) => LOCK.exec(name)?.[1] ?? []).map(Number);
  return numbers.toSorted((a, b) => a - b);
}

/** @throws DomeError CONFIG_INVALID */
async function assertGone(dir: string, number: number): Promise<void> {
  const lock = join(dir, `stack.lock.${number}`);
  const owner = await readJson(lock);
  if (!isProcessIdentity(owner) || (await lifeOf(owner)) === 'gone') return;
  throw new DomeError('CONFIG_INVALID', {
    detail: `${dir} belongs to the stack of process ${owner.pid} on ${owner.host}`,
    hint: `Stop that one first, or keep this stack in another folder. If it does not run any more, remove ${lock}.`,
  });
}

async function isLinked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

/** What cannot be read is drawn anew. */
async function readFacts(dir: string): Promise<KeptFacts> {
  const value = await readJson(join(dir, FACTS_FILE));
  const { passwords, port } = isJsonObject(value) ? value : {};
  const texts = isJsonObject(passwords) ? Object.entries(passwords) : [];
  return {
    passwords: Object.fromEntries(texts.flatMap(([user, text]) => (typeof text === 'string' ? [[user, text]] : []))),
    port: typeof port === 'number' ? port : undefined,
  };
}

const readJson = (path: string): Promise<unknown> =>
  readFile(path, 'utf8')
    .then((text): unknown => JSON.parse(text))
    .catch(() => undefined);
