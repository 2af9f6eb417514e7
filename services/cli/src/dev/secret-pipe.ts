// How a plane receives a secret from its parent: through a descriptor that it reads to the end.
import type { ChildProcess } from 'node:child_process';
import { Writable } from 'node:stream';

/** The variable for a child that has the reading end of a pipe as descriptor `fd`. */
export function secretFrom(variable: string, fd: number): Readonly<Record<string, string>> {
  return { [`${variable}_FILE`]: `/dev/fd/${fd}` };
}

export function sendSecret({ stdio }: Pick<ChildProcess, 'stdio'>, fd: number, secret: string): void {
  const all: readonly unknown[] = stdio;
  const pipe = all[fd];
  if (!(pipe instanceof Writable)) return;
  // A child that ended has already said why.
  pipe.on('error', () => undefined);
  pipe.end(secret);
}
