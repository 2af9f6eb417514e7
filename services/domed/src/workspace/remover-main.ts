// Removes one tree of any kind in a separate process: `remover-main <path>`. It steps from folder to folder, so no path
// is too long; it keeps no list of what it finds, so no tree is too large; it never leaves the file system of the tree.
// What it cannot remove it leaves, and reports. It prints one JSON value per line: progress, and at the end what is
// left.
import { chmodSync, lstatSync, opendirSync, renameSync, rmdirSync, statSync, unlinkSync, writeSync } from 'node:fs';
import type { Dir } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import process from 'node:process';

import { lowerOwnPriority } from '../launcher/priority.ts';

interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

interface Level extends FileIdentity {
  readonly name: string;
  /** What stays: skipped when the folder is read again. */
  readonly kept: Set<string>;
  entries: Dir | undefined;
  timesEmptied: number;
}

const OWNER_ONLY = 0o700;
/** Deeper than this, a folder is read from its beginning on return, because descriptors are limited. */
const FOLDERS_OPEN_MAX = 64;
const LEFT_SHOWN_MAX = 10;
const SAYS_EVERY = 1_024;
const TIMES_EMPTIED_MAX = 3;

const path = process.argv[2] ?? '';
const parent = process.ppid;
const levels: Level[] = [];
const left: { path: string; code: string }[] = [];
let removed = 0;
let notRemoved = 0;

lowerOwnPriority();
process.chdir(dirname(path));
const start = placeOf('.');
tryOrKeep(basename(path), () => enter(basename(path)));
while (levels.length > 0) step();
say({ removed, notRemoved, left });

function step(): void {
  const level = levels.at(-1);
  if (level === undefined) return;
  const entry = nextOf(level);
  if (entry === undefined) return leave(level);
  tryOrKeep(entry.name, () => (entry.isFolder ? enter(entry.name) : remove(() => unlinkSync(entry.raw))));
}

function nextOf(level: Level): { name: string; raw: Buffer; isFolder: boolean } | undefined {
  level.entries ??= opendirSync('.', { bufferSize: 256, encoding: 'latin1' });
  for (let entry = level.entries.readSync(); entry !== null; entry = level.entries.readSync()) {
    // As bytes: a skill may use a name that is not valid text.
    const raw = Buffer.from(entry.name, 'latin1');
    const name = namedAsText(raw, entry.isDirectory());
    if (!level.kept.has(name)) return { name, raw, isFolder: entry.isDirectory() };
  }
  return undefined;
}

/** Only a folder whose name is text can be entered. */
function namedAsText(raw: Buffer, isFolder: boolean): string {
  const text = raw.toString('utf8');
  if (!isFolder || Buffer.from(text).equals(raw)) return text;
  const name = `dome-${process.pid}-${removed}-${notRemoved}`;
  try {
    renameSync(raw, name);
    return name;
  } catch {
    return text;
  }
}

function enter(name: string): void {
  const found = lstatSync(name);
  if (!found.isDirectory()) return remove(() => unlinkSync(name));
  if (found.dev !== (levels[0] ?? found).dev || (levels.length === 0 && found.dev !== start.dev))
    throw Object.assign(new Error('another file system'), { code: 'EXDEV' });
  if ((found.mode & OWNER_ONLY) !== OWNER_ONLY) chmodSync(name, OWNER_ONLY);
  process.chdir(name);
  const { dev, ino } = found;
  assertHere({ dev, ino });
  closeAbove();
  levels.push({ name, dev, ino, kept: new Set(), entries: undefined, timesEmptied: 0 });
}

function closeAbove(): void {
  const above = levels.at(-1);
  if (above === undefined || levels.length < FOLDERS_OPEN_MAX) return;
  above.entries?.closeSync();
  above.entries = undefined;
}

/** On some file systems, a folder that is emptied while it is read does not show everything at once. */
function leave(level: Level): void {
  level.entries?.closeSync();
  level.entries = undefined;
  level.timesEmptied += 1;
  levels.pop();
  process.chdir('..');
  assertHere(levels.at(-1) ?? start);
  if (level.kept.size > 0) return keepHere(level.name);
  try {
    remove(() => rmdirSync(level.name));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return;
    if (codeOf(cause) !== 'ENOTEMPTY' || level.timesEmptied >= TIMES_EMPTIED_MAX)
      return keep(level.name, codeOf(cause));
    process.chdir(level.name);
    assertHere(level);
    levels.push(level);
  }
}

function remove(act: () => void): void {
  act();
  removed += 1;
  if (removed % SAYS_EVERY === 0) say({ removed });
  // The requester is gone: the next one asks again.
  if (removed % SAYS_EVERY === 0 && process.ppid !== parent) process.exit(0);
}

function tryOrKeep(name: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') keep(name, codeOf(cause));
  }
}

function keep(name: string, code: string): void {
  keepHere(name);
  notRemoved += 1;
  if (left.length < LEFT_SHOWN_MAX)
    left.push({ path: join(dirname(path), ...levels.map((level) => level.name), name), code });
}

function keepHere(name: string): void {
  levels.at(-1)?.kept.add(name);
}

/** Someone moves folders during the walk: what is elsewhere is not ours to remove. */
function assertHere({ dev, ino }: FileIdentity): void {
  const here = placeOf('.');
  if (here.dev === dev && here.ino === ino) return;
  left.push({ path, code: 'EMOVED' });
  say({ removed, notRemoved: notRemoved + 1, left });
  process.exit(0);
}

function placeOf(name: string): FileIdentity {
  const { dev, ino } = statSync(name);
  return { dev, ino };
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}

function say(value: object): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}
