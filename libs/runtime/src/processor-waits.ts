// How long the threads of this process were ready to run and had no processor, as Linux counts it. Other systems do not tell.
import { closeSync, openSync, readSync, readdirSync, readlinkSync } from 'node:fs';

/** In milliseconds, counted up from an arbitrary start. */
export interface Waits {
  /** Of the thread that opened this; 0 where nobody tells. */
  readonly ownMs: number;
  /** Of each other thread, by its id. */
  readonly othersMs: ReadonlyMap<string, number>;
}

export interface ProcessorWaits extends Disposable {
  read(): Waits;
}

const TASKS = '/proc/self/task';
/** Threads come and go seldom: most of Node's are there after the first seconds. */
const LOOK_EVERY_READS = 100;
const BYTES_MAX = 96;
const NS_PER_MS = 1e6;

/** The files stay open: reading one costs about a microsecond, so that each turn of a loop can be told from the one before. */
export function openProcessorWaits(): ProcessorWaits {
  const own = ownTask();
  const buffer = Buffer.alloc(BYTES_MAX);
  let files: ReadonlyMap<string, number> = new Map();
  let reads = 0;
  return {
    read: () => {
      if (reads % LOOK_EVERY_READS === 0) files = openedTasks(files);
      reads += 1;
      const waits = new Map([...files].map(([task, file]) => [task, waitedMs(file, buffer)]));
      const ownMs = waits.get(own) ?? 0;
      waits.delete(own);
      return { ownMs, othersMs: waits };
    },
    [Symbol.dispose]: () => {
      for (const file of files.values()) closeSync(file);
      files = new Map();
    },
  };
}

/** The link reads `<process>/task/<thread>`. */
function ownTask(): string {
  try {
    return readlinkSync('/proc/thread-self').split('/').at(-1) ?? '';
  } catch {
    return '';
  }
}

/** The files of the threads that there are now; those of threads that ended are closed. */
function openedTasks(known: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const now = new Map<string, number>();
  for (const task of tasks()) {
    const file = known.get(task) ?? opened(`${TASKS}/${task}/schedstat`);
    if (file !== undefined) now.set(task, file);
  }
  for (const [task, file] of known) if (!now.has(task)) closeSync(file);
  return now;
}

function tasks(): string[] {
  try {
    return readdirSync(TASKS);
  } catch {
    return [];
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

/** The file is `<ns on a processor> <ns ready without one> <slices>`; that of a thread which ended cannot be read. */
function waitedMs(file: number, buffer: Buffer): number {
  try {
    const length = readSync(file, buffer, 0, BYTES_MAX, 0);
    return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / NS_PER_MS || 0;
  } catch {
    return 0;
  }
}
