// A descriptor opened before the daemon started (for example a lock of the shell that started it) would reach every
// skill. Node marks its own descriptors to be closed when a program is started, but passes on those it received without
// the mark.
import { closeSync, readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';

/** Of the standard streams, and on systems that do not tell, nothing is closed. */
export function closeInherited(): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const flags = Number(name) > 2 ? flagsOf(name) : undefined;
    if (flags !== undefined && (flags & CLOSED_ON_EXEC) === 0) closeSync(Number(name));
  }
}

const CLOSED_ON_EXEC = 0o2000000;

/** Undefined for a descriptor that is no longer open, such as the one that read the folder. */
function flagsOf(fd: string): number | undefined {
  try {
    const [, flags] = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    return flags === undefined ? undefined : Number.parseInt(flags, 8);
  } catch {
    return undefined;
  }
}
