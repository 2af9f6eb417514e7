// A descriptor that somebody opened before the daemon (a lock of the shell that started it, for one) would reach every skill.
// Node marks what it opens to be closed when a program is started; what it was given without the mark it passes on.
import { closeSync, readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';

/** Of the standard streams, and on systems that do not tell, nothing is closed. */
export function closeInherited(): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const flags = Number(name) > 2 ? flagsOf(name) : undefined;
    if (flags !== undefined && (flags & closedOnExec) === 0) closeSync(Number(name));
  }
}

const closedOnExec = 0o2000000;

/** Undefined for what is open no more, as that by which the folder was read. */
function flagsOf(fd: string): number | undefined {
  try {
    const [, flags] = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    return flags === undefined ? undefined : Number.parseInt(flags, 8);
  } catch {
    return undefined;
  }
}
