import process from 'node:process';

/** SIGKILL; a process that has ended already needs none. */
export function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
