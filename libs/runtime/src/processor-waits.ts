// How long the threads of this process were ready to run without a processor, as Linux counts it. Other systems do not
// say.
import { closeSync, openSync, readSync, readdirSync, readlinkSync } from 'node:fs';

/** In milliseconds, counted up from an arbitrary start. */
export interface Waits {
  /** The thread that opened this; 0 if the system does not say. */
  readonly ownMs: number;
  /** Of each other thread, by its id. */
  readonly othersMs: ReadonlyMap<string, number>;
}

export interface ProcessorWaits extends Disposable {
  read(): Waits;
}

const TASKS = '/proc/self/task';
/** Threads rarely come and go: most of Node's exist after the first seconds. */
const LOOK_EVERY_READS = 100;
const BYTES_MAX = 96;
const NS_PER_MS = 1e6;

/** The files stay open: a read costs about a microsecond, cheap enough to measure each turn of the loop on its own. */
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

/** Opens the files of the current threads and closes those of threads that ended. */
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

/** The file is `<ns on a processor> <ns ready without one> <slices>`; the file of an ended thread cannot be read. */
function waitedMs(file: number, buffer: Buffer): number {
  try {
    const length = readSync(file, buffer, 0, BYTES_MAX, 0);
    return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / NS_PER_MS || 0;
  } catch {
    return 0;
  }
}
