// How to reach a running `dome dev` from another terminal: one file for each stack, readable only by its owner because
// it holds passwords, and trusted only while the process that wrote it lives.

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';

import type { ProcessEnvironment } from '@dome/runtime';
import { makeFolder } from '@dome/runtime';

import { stacksFolder } from './folders.ts';

export interface StackFacts {
  readonly pid: number;
  readonly url: string;
  /** Where it was started. */
  readonly cwd: string;
  readonly startedAt: string;
  /** The user for commands typed on this machine. */
  readonly person: string;
  /** The prefix of the contexts that it wrote for the nats command line. */
  readonly contextPrefix: string;
  /** What its topology was made from. */
  readonly runsOn: RunsOn;
  /** For every broker user. */
  readonly passwords: Readonly<Record<string, string>>;
}

export interface RunsOn {
  readonly ackWaitMs: number;
  readonly pool: string;
  readonly skillsDir: string;
  /** What its broker may store. */
  readonly storeBytesMax: number;
}

export async function writeStackFacts(env: ProcessEnvironment, facts: StackFacts): Promise<AsyncDisposable> {
  const folder = stacksFolder(env);
  const path = join(folder, `${facts.pid}.json`);
  await makeFolder(folder, 0o700);
  await writeFile(path, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** The stack that was started in this folder or one above it, otherwise the newest; undefined when none runs. */
export async function findStack(env: ProcessEnvironment, cwd: string): Promise<StackFacts | undefined> {
  const running = await runningStacks(env);
  const near = running.filter((facts) => isBelow(cwd, facts.cwd));
  const [best] = (near.length > 0 ? near : running).toSorted((a, b) => {
    const depth = near.length > 0 ? b.cwd.length - a.cwd.length : 0;
    return depth === 0 ? b.startedAt.localeCompare(a.startedAt) : depth;
  });
  return best;
}

/** The stack whose broker has this address. */
export async function stackAt(env: ProcessEnvironment, address: string | undefined): Promise<StackFacts | undefined> {
  if (address === undefined) return undefined;
  return (await runningStacks(env)).find(({ url }) => url === address);
}

export async function runningStacks(env: ProcessEnvironment): Promise<StackFacts[]> {
  const folder = stacksFolder(env);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readRunning(join(folder, name))),
  );
  return found.filter((facts) => facts !== undefined);
}

/** When the process is gone, its file goes too. */
async function readRunning(path: string): Promise<StackFacts | undefined> {
  const facts = parseFacts(await readFile(path, 'utf8').catch(() => ''));
  if (facts === undefined) return undefined;
  if (isAlive(facts.pid)) return facts;
  await rm(path, { force: true });
  return undefined;
}

function parseFacts(text: string): StackFacts | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isFacts(value) ? value : undefined;
}

function isFacts(value: unknown): value is StackFacts {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (key: string): boolean => typeof Reflect.get(value, key) === 'string';
  const isObject = (key: string): boolean => {
    const member: unknown = Reflect.get(value, key);
    return typeof member === 'object' && member !== null;
  };
  return (
    ['url', 'cwd', 'startedAt', 'person', 'contextPrefix'].every(isText) &&
    ['passwords', 'runsOn'].every(isObject) &&
    Number.isSafeInteger(Reflect.get(value, 'pid'))
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
