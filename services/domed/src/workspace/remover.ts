// Discarded trees are moved out of the way in one step, whatever their size, and removed in the background: a small
// tree entry by entry, a large one by a separate process, one at a time. Nobody waits for it, unless trees are
// discarded faster than they can be removed: then the job that discards one waits, and keeps its slot. A tree that
// cannot be removed is reported once and left to the next start.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { LIMITS } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import { removeTree } from './remove-tree.ts';

export interface Remover extends AsyncDisposable {
  /**
   * Moves it out of the way. Settles at once while fewer than LIMITS.trashTrees wait to be removed. It never rejects.
   */
  drop(path: string): Promise<void>;
  /** Removes in place a folder that nobody uses any more. */
  clear(path: string): void;
  /** Removes it, waiting at most this long; false if something of it is left. */
  clearWithin(path: string, ms: number): Promise<boolean>;
}

export interface RemoverOptions {
  /** On the file system of the discarded trees; created on first use. */
  readonly trashDir: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A process silent for this long hangs, for example on a dead mount. */
export const REMOVER_SILENT_MS_MAX = 30_000;

/** The source while it is run from source, the compiled file beside it once it is compiled. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './remover-main.ts' : './remover-main.js', import.meta.url),
);

export function createRemover(options: RemoverOptions): Remover {
  return new BackgroundRemover(options);
}

class BackgroundRemover implements Remover {
  readonly #options: RemoverOptions;
  readonly #ending = new AbortController();
  readonly #small: Pump;
  readonly #large: Pump;
  #roomMade = Promise.withResolvers<void>();

  constructor(options: RemoverOptions) {
    this.#options = options;
    const { signal } = this.#ending;
    this.#large = createPump(async (path) => {
      await removeApart(path, { ...options, signal });
      this.#tellRoom();
    });
    // Small trees do not wait for large ones.
    this.#small = createPump(async (path) => {
      if (!(await removeSmall(path))) this.#large.add(path);
      this.#tellRoom();
    });
  }

  async drop(path: string): Promise<void> {
    this.#small.add(await this.#aside(path));
    while (this.#isFull && !this.#ending.signal.aborted) await this.#roomMade.promise;
  }

  clear(path: string): void {
    this.#large.add(path);
  }

  async clearWithin(path: string, ms: number): Promise<boolean> {
    if (await removeSmall(path)) return true;
    const limit = new AbortController();
    using _timer = this.#options.clock.after(ms, () => limit.abort());
    return await removeApart(path, { ...this.#options, signal: limit.signal });
  }

  /** What waits or is being removed by a process is left to the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    this.#tellRoom();
    await Promise.all([this.#small.end(), this.#large.end()]);
  }

  get #isFull(): boolean {
    return this.#small.length + this.#large.length >= LIMITS.trashTrees;
  }

  #tellRoom(): void {
    this.#roomMade.resolve();
    this.#roomMade = Promise.withResolvers();
  }

  async #aside(path: string): Promise<string> {
    const { trashDir } = this.#options;
    const aside = join(trashDir, randomUUID());
    const move = (): Promise<string> => rename(path, aside).then(() => aside);
    try {
      return await move().catch(async () => {
        await mkdir(trashDir, { recursive: true });
        return await move();
      });
    } catch {
      // Gone already, or not movable: it is removed in place.
      return path;
    }
  }
}

interface Pump {
  /** What waits and what is in progress. */
  readonly length: number;
  add(path: string): void;
  /** Starts nothing more; settles when what was started has ended. */
  end(): Promise<void>;
}

/** One after the other. */
function createPump(remove: (path: string) => Promise<void>): Pump {
  let waiting: string[] = [];
  let running: Promise<void> | undefined;
  let isOver = false;
  const run = async (): Promise<void> => {
    for (;;) {
      const [path] = waiting;
      if (path === undefined || isOver) break;
      await remove(path);
      waiting = waiting.slice(1);
    }
    running = undefined;
  };
  return {
    get length() {
      return waiting.length;
    },
    add: (path) => {
      if (isOver) return;
      waiting.push(path);
      running ??= run();
    },
    end: async () => {
      isOver = true;
      await running;
    },
  };
}

/** False if it is not small or not simple. */
async function removeSmall(path: string): Promise<boolean> {
  try {
    return !(await hasMountBelow(path)) && (await removeTree(path));
  } catch {
    return false;
  }
}

/** Asks the kernel and not the mount: a dead mount never answers, and would block a thread. */
async function hasMountBelow(path: string): Promise<boolean> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return mounts.includes(` ${path.replaceAll('\\', '\\134').replaceAll(' ', '\\040')}`);
}

type RemovalOptions = RemoverOptions & { readonly signal: AbortSignal };

/** True if nothing of it is left. A hanging process is told to end and not waited for. */
async function removeApart(path: string, options: RemovalOptions): Promise<boolean> {
  const { logger, signal } = options;
  const { why, notRemoved = 0, left = [] } = signal.aborted ? { why: NO_TIME } : await runProgram(path, options);
  if (why === undefined && left.length === 0) return true;
  if (!signal.aborted)
    logger.warn({ path, why, notRemoved, left }, 'a folder cannot be removed whole, it stays until the next start');
  return false;
}

const NO_TIME = 'there is no more time';

async function runProgram(path: string, { clock, signal }: RemovalOptions): Promise<Report & { why?: string }> {
  const { promise: ended, resolve: end } = Promise.withResolvers<Report & { why?: string }>();
  const stop = (): void => end({ why: NO_TIME });
  let silence: Disposable | undefined;
  const listen = (): void => {
    silence?.[Symbol.dispose]();
    silence = clock.after(REMOVER_SILENT_MS_MAX, () => end({ why: `no progress for ${REMOVER_SILENT_MS_MAX} ms` }));
  };
  const words = ['--disable-warning=ExperimentalWarning', program, path];
  const child = spawn(process.execPath, words, { env: {}, stdio: ['ignore', 'pipe', 'ignore'] });
  child.once('error', (cause) => end({ why: `no process can be started (${cause.message})` }));
  child.once('close', () => end({ why: 'the process ended before its time' }));
  // Without a process there is no stream, whatever the types say.
  const { stdout }: Pick<ChildProcess, 'stdout'> | { stdout: undefined } = child;
  if (stdout)
    createInterface({ input: stdout }).on('line', (line) => {
      listen();
      const report = parseReport(line);
      if (report.left !== undefined) end(report);
    });
  signal.addEventListener('abort', stop, { once: true });
  listen();
  try {
    return await ended;
  } finally {
    silence?.[Symbol.dispose]();
    signal.removeEventListener('abort', stop);
    child.kill('SIGKILL');
    child.unref();
    stdout?.destroy();
  }
}

interface Report {
  readonly left?: readonly object[];
  readonly notRemoved?: number;
}

/** Our own program writes exactly this; an incomplete last line is ignored. */
function parseReport(line: string): Report {
  try {
    const report: unknown = JSON.parse(line);
    return typeof report === 'object' && report !== null ? report : {};
  } catch {
    return {};
  }
}
