// How a plane receives its broker password from its parent: through a descriptor that it reads to the end.
import type { ChildProcess } from 'node:child_process';
import { Writable } from 'node:stream';

/** The variable for a child that has the reading end of a pipe as descriptor `fd`. */
export function passwordFrom(fd: number): Readonly<Record<string, string>> {
  return { DOME_NATS_PASSWORD_FILE: `/dev/fd/${fd}` };
}

export function sendPassword({ stdio }: Pick<ChildProcess, 'stdio'>, fd: number, password: string): void {
  const all: readonly unknown[] = stdio;
  const pipe = all[fd];
  if (!(pipe instanceof Writable)) return;
  // A child that ended has already said why.
  pipe.on('error', () => undefined);
  pipe.end(password);
}
