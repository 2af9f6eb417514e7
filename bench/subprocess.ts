// A process of ours that prints a JSON line to standard output when it is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { endWithUs } from './end-with-us.ts';

export interface Subprocess extends AsyncDisposable {
  readonly pid: number;
  /** Sends SIGTERM and returns the last line that it printed. */
  stop(): Promise<string>;
}

export async function readySubprocess(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Subprocess> {
  const child = spawn(process.execPath, [...argv], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  endWithUs(child);
  const exited = once(child, 'exit');
  const ready = Promise.withResolvers<void>();
  let last = '';
  const lines = createInterface({ input: child.stdout }).on('line', (line) => {
    last = line;
    if (/"msg":"[^"]*ready/.test(line)) ready.resolve();
    else if (/"level":(4|5|6)0/.test(line) || process.env['BENCH_VERBOSE']) console.error(line);
  });
  const closed = once(lines, 'close');
  await Promise.race([
    ready.promise,
    exited.then(() => {
      throw new Error(`${argv.at(-1)} ended before it was ready`);
    }),
  ]);
  const stop = async (): Promise<string> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await Promise.all([exited, closed]);
    return last;
  };
  return { pid: child.pid ?? 0, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}
