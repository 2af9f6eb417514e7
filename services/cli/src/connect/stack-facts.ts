// How to reach a `dome dev` from another terminal: one file for each stack, readable only by its owner because it holds
// passwords. A stack that stops in order removes its file. One that was killed leaves it, and so it is known that commands
// typed in its folder were meant for it and for no other.

import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isProcessIdentity, lifeOf, makeFolder } from '@dome/runtime';
import type { ProcessEnvironment, ProcessIdentity } from '@dome/runtime';

import { stacksFolder } from '../folders.ts';

export interface StackFacts {
  readonly process: ProcessIdentity;
  readonly url: string;
  /** Where browsers reach the broker. */
  readonly websocket?: string;
  /** The link to its console, which signs in as the person. */
  readonly console?: string;
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

export interface KnownStacks {
  readonly running: readonly StackFacts[];
  /** Without having stopped in order, and not started again since. */
  readonly ended: readonly StackFacts[];
}

export async function writeStackFacts(env: ProcessEnvironment, facts: StackFacts): Promise<AsyncDisposable> {
  const folder = stacksFolder(env);
  const path = join(folder, `${facts.process.pid}.json`);
  await makeFolder(folder, 0o700);
  await forgetEnded(env, facts.cwd);
  await writeFile(path, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

export async function knownStacks(env: ProcessEnvironment): Promise<KnownStacks> {
  const found = await filesOf(env);
  const factsIf = (isRunning: boolean) => found.filter((one) => one.isRunning === isRunning).map(({ facts }) => facts);
  return { running: factsIf(true), ended: factsIf(false) };
}

export async function runningStacks(env: ProcessEnvironment): Promise<readonly StackFacts[]> {
  return (await knownStacks(env)).running;
}

/** The stack whose broker has this address. */
export async function stackAt(env: ProcessEnvironment, address: string): Promise<StackFacts | undefined> {
  return (await runningStacks(env)).find(({ url }) => url === address);
}

/** Forgets the stacks of a folder that have ended: somebody has started another, or chosen where to go instead. */
export async function forgetEnded(env: ProcessEnvironment, cwd: string): Promise<void> {
  const ended = (await filesOf(env)).filter(({ isRunning, facts }) => !isRunning && facts.cwd === cwd);
  for (const { path } of ended) await rm(path, { force: true });
}

interface FactsFile {
  readonly path: string;
  readonly facts: StackFacts;
  readonly isRunning: boolean;
}

async function filesOf(env: ProcessEnvironment): Promise<FactsFile[]> {
  const folder = stacksFolder(env);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readFactsFile(join(folder, name))),
  );
  return found.filter((file) => file !== undefined);
}

/** Nobody types a command in a folder that is gone: what ended there is forgotten. */
async function readFactsFile(path: string): Promise<FactsFile | undefined> {
  const facts = parseFacts(await readFile(path, 'utf8').catch(() => ''));
  if (facts === undefined) return undefined;
  const isRunning = (await lifeOf(facts.process)) !== 'gone';
  if (isRunning || existsSync(facts.cwd)) return { path, facts, isRunning };
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
    isProcessIdentity(Reflect.get(value, 'process'))
  );
}
