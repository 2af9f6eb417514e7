// CPU time of a process, from the kernel: it shows the cost of a job even on a shared machine, which jobs per second do
// not. Linux only; elsewhere the rows are empty.
import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const MICROS_PER_TICK = 10_000;

/** User and system time of all its threads so far, in microseconds. */
export function cpuMicros(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program is in parentheses and may contain anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
  } catch {
    return Number.NaN;
  }
}
