// One plane as a child process, in its own process group: Ctrl-C in the terminal stops the parent, which then stops its
// planes in order. A channel ties it to the parent, so that none outlives it.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { DomeError } from '@dome/contracts';
import { HTTP_ANSWERED, PLANE_MEMORY } from '@dome/runtime';

import { parseLogLine } from './log-line.ts';
import type { PlaneLogLine } from './log-line.ts';
import { secretFrom, sendSecret } from './secret-pipe.ts';

const READY = / is ready$/;
/** A plane starts in a second; a machine under load may take twenty. */
const READY_MS = 30_000;
const LINES_KEPT = 5;

export interface StackPlaneStart {
  /** Its name in the output: dome, domed-1. */
  readonly name: string;
  readonly plane: 'dome' | 'domed';
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * For the broker. Anyone who may inspect the process sees its environment, so the password goes over a descriptor.
   */
  readonly password: string;
  readonly cwd: string;
  /** The next line is not read until the returned promise settles. */
  readonly onLog: (line: PlaneLogLine) => Promise<void> | void;
}

export interface StackPlane {
  readonly name: string;
  readonly plane: 'dome' | 'domed';
  readonly pid: number;
  /** Where it answers probes and metrics, if it was asked to: `127.0.0.1:41234`. */
  readonly http: string | undefined;
  /** What it reported when it was ready. */
  readonly ready: PlaneLogLine;
  /** A sentence that says how it ended. */
  readonly ended: Promise<string>;
  /**
   * Sends SIGTERM, which changes nothing if the plane is already ending, and SIGKILL if it does not end in time.
   * Resolves when the process has ended.
   */
  end(signal?: 'SIGTERM' | 'SIGKILL', graceMs?: number): Promise<void>;
}

const PACKAGES = { dome: '@dome/control', domed: '@dome/domed' } as const;

/** For Node: its flags, and the main module of a plane. */
export function planeArguments(plane: 'dome' | 'domed'): readonly string[] {
  return [...PLANE_MEMORY.flags, planeModule(plane, 'main')];
}

/** For Node: ends the process with its parent, and asks it to end when the parent sends `end`. */
export function tetherArguments(): readonly string[] {
  return ['--import', new URL(`./tether${extname(import.meta.url)}`, import.meta.url).href];
}

/** Its source in a clone, what was compiled from it in an installed package. */
export function planeModule(plane: 'dome' | 'domed', name: string): string {
  const folder = dirname(fileURLToPath(import.meta.resolve(`${PACKAGES[plane]}/package.json`)));
  const source = join(folder, 'src', `${name}.ts`);
  return existsSync(source) ? source : join(folder, `${name}.js`);
}

/** @throws DomeError UNAVAILABLE with the last lines of its log, when it ends or is not ready in time */
export async function startStackPlane(start: StackPlaneStart): Promise<StackPlane> {
  const { name, plane } = start;
  const child = spawn(process.execPath, [...tetherArguments(), ...planeArguments(plane)], {
    cwd: start.cwd,
    env: { ...PLANE_MEMORY.variables, ...start.env, ...secretFrom('DOME_NATS_PASSWORD', 4) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    detached: true,
  });
  child.channel?.unref();
  sendSecret(child, 4, start.password);
  const ended = endOf(child);
  const end = (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM', graceMs = 15_000): Promise<void> =>
    endChild({ child, ended }, signal, graceMs);
  try {
    const { ready, http } = await untilReady(child, { ...start, ended });
    return { name, plane, pid: child.pid ?? 0, http, ready, ended, end };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}

async function untilReady(
  child: ChildProcess,
  start: StackPlaneStart & { ended: Promise<string> },
): Promise<Pick<StackPlane, 'ready' | 'http'>> {
  const { promise, resolve, reject } = Promise.withResolvers<Pick<StackPlane, 'ready' | 'http'>>();
  const kept: string[] = [];
  let http: string | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    void eachLine(stream, async (text) => {
      const line = parseLogLine(text, start.name);
      kept.push(line.problem === undefined ? line.message : `${line.message}: ${line.problem}`);
      if (kept.length > LINES_KEPT) kept.shift();
      if (line.message === HTTP_ANSWERED) http = String(line.facts['address']);
      if (READY.test(line.message)) resolve({ ready: line, http });
      await start.onLog(line);
    });
  }
  const fail = (why: string): void => {
    const said = kept.length === 0 ? '' : ` Its last output: ${kept.join(' | ')}`;
    reject(
      new DomeError('UNAVAILABLE', {
        detail: `${start.name} ${why}.${said}`,
        hint: 'Run `dome dev --verbose` to see its log.',
      }),
    );
  };
  const timer = setTimeout(() => fail(`is not ready after ${READY_MS / 1_000} s`), READY_MS);
  void start.ended.then(fail);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

async function eachLine(stream: Readable, take: (text: string) => Promise<void>): Promise<void> {
  for await (const text of createInterface({ input: stream })) await take(text);
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(signal === null ? `ended with code ${code}` : `was killed by ${signal}`),
    );
  });
}

async function endChild(
  { child, ended }: { child: ChildProcess; ended: Promise<string> },
  signal: 'SIGTERM' | 'SIGKILL',
  graceMs: number,
): Promise<void> {
  // A plane that was already asked to stop is draining: a second signal would cut that short.
  if (signal === 'SIGKILL' || !child.connected) child.kill(signal);
  else child.send('end', () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
}
