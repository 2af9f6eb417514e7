// Servers that come from the distribution: they are used when they are on PATH, and never installed or run as a service.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

import { endWithUs } from '../end-with-us.ts';

/** What it answers to `--version`, shortened to the number. @throws Error when it is not there */
export async function programVersion(program: string, howToGetIt: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version']);
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? stdout.trim();
  } catch (cause) {
    throw new Error(`${program} is not on PATH (${howToGetIt})`, { cause });
  }
}

export interface ServerProgram extends AsyncDisposable {
  readonly pid: number;
}

/** Resolves once `isUp` is true. @throws Error with its last words when it ends before. */
export async function startProgram(
  [program = '', ...args]: readonly string[],
  options: SpawnOptions & { readonly isUp: () => Promise<boolean>; readonly endBy?: NodeJS.Signals },
): Promise<ServerProgram> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithUs(child);
  let words = '';
  const hear = (chunk: string): void => void (words = `${words}${chunk}`.slice(-2_000));
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  const exited = once(child, 'exit');
  while (!(await options.isUp())) {
    if (hasEnded(child)) throw new Error(`${program} ended before it was ready: ${words.trim()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      // Nothing of it is kept, so by default it is not asked to save anything.
      if (!hasEnded(child)) child.kill(options.endBy ?? 'SIGKILL');
      await exited;
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Free at this moment: for servers that cannot choose one themselves and tell. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
