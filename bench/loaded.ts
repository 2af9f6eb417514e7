// A process that produces load (`load.ts`), watched from outside: the CPU time that it and others use between its two
// lines.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { cpuMicros } from './cpu.ts';

export interface Loaded {
  readonly seconds: number;
  /** Processor time of the process itself, in microseconds. */
  readonly ownMicros: number;
  /** Of each watched process, in the order given. */
  readonly watchedMicros: readonly number[];
}

export async function runLoaded(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  watched: readonly number[],
): Promise<Loaded> {
  const child = spawn(process.execPath, [...argv], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let before: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const now = watched.map(cpuMicros);
    const said = JSON.parse(line) as { msg: string; seconds: number; cpuMicros: number };
    if (said.msg === 'begin') before = now;
    if (said.msg !== 'end') continue;
    const watchedMicros = now.map((micros, index) => micros - (before[index] ?? Number.NaN));
    return { seconds: said.seconds, ownMicros: said.cpuMicros, watchedMicros };
  }
  throw new Error(`${argv.at(-1)} ended without a report`);
}
