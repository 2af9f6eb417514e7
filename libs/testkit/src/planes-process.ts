// A plane as a process of its own: started from its sources as an operator would start it, in a fresh environment that is
// not inherited, and ended in every way that a test needs. Its log is kept, because a failing test has nothing else to show
// of another process. It dies with the test runner, even when that is killed, and a process that it leaves behind fails the
// test that started it.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { killIfAlive } from '@dome/broker';
import { PLANE_MEMORY } from '@dome/runtime';

import { eventually } from './eventually.ts';
import { processesOf } from './planes-processes.ts';

export interface PlaneLogRecord {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface PlaneProcess extends AsyncDisposable {
  readonly instance: string;
  readonly pid: number;
  /** Resolves with how it ended, whatever ended it. */
  readonly exited: Promise<PlaneExit>;
  readonly isRunning: boolean;
  /** The lines logged so far, oldest first; beyond a bound the oldest are dropped. */
  readonly log: readonly PlaneLogRecord[];
  /** The last lines as text, for a failure message. */
  tail(lines?: number): string;
  /** Sends the signal; after SIGKILL and SIGTERM it waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Sends SIGTERM. @throws Error when it did not drain: another exit code than 0, or too late */
  stop(): Promise<void>;
}

export interface PlaneExit {
  readonly code?: number | undefined;
  readonly signal?: NodeJS.Signals | undefined;
}

export interface PlaneStart {
  /** The workspace package whose `src/main.ts` is run. */
  readonly packageName: '@dome/domed' | '@dome/control';
  readonly instance: string;
  /** The message that it logs when it is ready. */
  readonly readyMessage: string;
  /** All `DOME_*` variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Every process whose environment, arguments or folder contains this path belongs to the plane. */
  readonly workDir: string;
  /** Removes what the start made, after all processes have ended. */
  readonly dispose?: () => Promise<void>;
}

const READY_MS = 20_000;
const STOP_MS = 20_000;
const GONE_MS = 10_000;
const LINES_KEPT = 5_000;
const LINES_SHOWN = 40;
/** What a process needs to run, and to start soon; nothing else of the test runner's environment reaches a plane. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_COMPILE_CACHE'];

/** @throws Error with the end of its log when it ends or stays silent before it is ready */
export async function startPlane(start: PlaneStart): Promise<PlaneProcess> {
  const plane = new ChildPlane(start);
  try {
    await plane.ready();
    return plane;
  } catch (cause) {
    const said = plane.tail();
    await plane[Symbol.asyncDispose]();
    throw new Error(`${start.packageName} ${start.instance} did not become ready:\n${said}`, { cause });
  }
}

class ChildPlane implements PlaneProcess {
  readonly instance: string;
  readonly exited: Promise<PlaneExit>;
  readonly log: PlaneLogRecord[] = [];
  readonly #start: PlaneStart;
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  #raw: string[] = [];

  constructor(start: PlaneStart) {
    this.#start = start;
    this.instance = start.instance;
    const [command, ...args] = wordsOf(mainOf(start.packageName));
    const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
    const env: NodeJS.ProcessEnv = { ...PLANE_MEMORY.variables, ...Object.fromEntries(inherited), ...start.env };
    this.#child = spawn(command, args, { cwd: start.workDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ends = Promise.withResolvers<PlaneExit>();
    this.exited = ends.promise;
    this.#child.once('error', (error) => {
      this.#keep(String(error));
      ends.resolve({});
    });
    this.#child.once('close', (code, signal) => ends.resolve({ code: code ?? undefined, signal: signal ?? undefined }));
    void this.exited.then(({ code, signal }) => this.#ready.reject(new Error(`it ended with ${signal ?? code}`)));
    this.#ready.promise.catch(() => undefined);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#keep(line));
    }
  }

  get pid(): number {
    // A process that could not be spawned has failed `startPlane` before anybody reads this.
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async ready(): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`it was not ready after ${READY_MS} ms`)), READY_MS);
    try {
      await Promise.race([this.#ready.promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  tail(lines = LINES_SHOWN): string {
    return this.#raw.slice(-lines).join('\n');
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.isRunning) this.#child.kill(signal);
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await this.exited;
  }

  async stop(): Promise<void> {
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await this.kill('SIGTERM');
    clearTimeout(deadline);
    const { code, signal } = await this.exited;
    if (code !== 0) throw new Error(`${this.instance} ended with ${signal ?? code}, not drained:\n${this.tail()}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGKILL');
    try {
      await eventually(() => this.#assertAlone(), { timeoutMs: GONE_MS });
    } finally {
      for (const { pid } of processesOf(this.#start.workDir)) killIfAlive(pid);
      await this.#start.dispose?.();
    }
  }

  #assertAlone(): void {
    const left = processesOf(this.#start.workDir);
    if (left.length === 0) return;
    const words = left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n');
    throw new Error(`${this.instance} left processes behind:\n${words}`);
  }

  #keep(text: string): void {
    this.#raw.push(text);
    const line = parseLine(text);
    if (line !== undefined) this.log.push(line);
    if (this.#raw.length > LINES_KEPT) this.#raw = this.#raw.slice(-LINES_KEPT / 2);
    if (this.log.length > LINES_KEPT) this.log.splice(0, LINES_KEPT / 2);
    if (line?.msg === this.#start.readyMessage) this.#ready.resolve();
  }
}

function mainOf(packageName: string): string {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  return join(dirname(manifest), 'src', 'main.ts');
}

/** Only the kernel can end a plane when the test runner is killed; this program keeps the process id. */
const DIES_WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL'] as const;

function wordsOf(main: string): readonly [string, ...string[]] {
  const node = [process.execPath, ...PLANE_MEMORY.flags, main] as const;
  const isThere = process.platform === 'linux' && spawnSync(DIES_WITH_PARENT[0], ['--version']).status === 0;
  return isThere ? [...DIES_WITH_PARENT, ...node] : node;
}

function parseLine(text: string): PlaneLogRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { level, msg } = value as { level?: unknown; msg?: unknown };
    return typeof msg === 'string' && typeof level === 'string' ? { ...value, level, msg } : undefined;
  } catch {
    return undefined;
  }
}
