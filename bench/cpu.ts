// CPU time of a process, from the kernel: it shows the cost of a job even on a shared machine, which jobs per second do
// not. Linux only; elsewhere the rows are empty.
import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const MICROS_PER_TICK = 10_000;

/** User and system time of all its threads so far, in microseconds. */
export function cpuMicros(pid: number): number {
  return (statOf(pid)?.own ?? Number.NaN) * MICROS_PER_TICK;
}

/** The same of the process and all that it started, also of what has ended since. */
export function treeMicros(pid: number): number {
  const all = new Map(readdirSync('/proc').flatMap((name): [number, Stat][] => entryOf(Number(name))));
  const isBelow = (at: number): boolean => at === pid || (at > 0 && isBelow(all.get(at)?.parent ?? 0));
  let ticks = 0;
  for (const [at, { own, ended }] of all) if (isBelow(at)) ticks += own + ended;
  return ticks * MICROS_PER_TICK;
}

interface Stat {
  readonly parent: number;
  /** In ticks, of itself. */
  readonly own: number;
  /** In ticks, of what it started, once that has ended. */
  readonly ended: number;
}

function entryOf(pid: number): [number, Stat][] {
  const stat = Number.isInteger(pid) ? statOf(pid) : undefined;
  return stat === undefined ? [] : [[pid, stat]];
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program is in parentheses and may contain anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return undefined;
  }
}
