// A process that produces load (`load.ts`), watched from outside: the CPU time that it and others use between its two
// lines.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { cpuMicros, treeMicros } from './cpu.ts';
import { endWithUs } from './end-with-us.ts';

/** A side that loses a job would be waited for without end. */
const PATIENCE_MS = 300_000;

export interface Loaded {
  readonly seconds: number;
  /** From a job's submission until its end was seen. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the process itself, in microseconds. */
  readonly ownMicros: number;
  /** Of each watched process, in the order given. */
  readonly watchedMicros: readonly number[];
  /** Of the process itself and all that it started. */
  readonly ownTreeMicros: number;
  /** The same of each watched process. */
  readonly watchedTreeMicros: readonly number[];
}

interface Said {
  readonly msg: string;
  readonly seconds: number;
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function runLoaded(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  watched: readonly number[],
): Promise<Loaded> {
  const child = spawn(process.execPath, [...argv], { env, stdio: ['ignore', 'pipe', 'inherit'], timeout: PATIENCE_MS });
  endWithUs(child);
  let before: number[] = [];
  let treesBefore: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const now = watched.map(cpuMicros);
    const trees = [child.pid ?? 0, ...watched].map(treeMicros);
    const said = JSON.parse(line) as Said;
    if (said.msg === 'begin') [before, treesBefore] = [now, trees];
    if (said.msg !== 'end') continue;
    const watchedMicros = now.map((micros, index) => micros - (before[index] ?? Number.NaN));
    const [ownTreeMicros = Number.NaN, ...watchedTreeMicros] = trees.map(
      (micros, at) => micros - (treesBefore[at] ?? 0),
    );
    const { seconds, p50Ms, p99Ms, cpuMicros: ownMicros } = said;
    return { seconds, p50Ms, p99Ms, ownMicros, watchedMicros, ownTreeMicros, watchedTreeMicros };
  }
  throw new Error(`${argv.at(-1)} ended without a report`);
}
