// A process of ours that prints a JSON line to standard output when it is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Subprocess extends AsyncDisposable {
  readonly pid: number;
  stop(): Promise<void>;
}

export async function readySubprocess(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Subprocess> {
  const child = spawn(process.execPath, [...argv], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (/"msg":"[^"]*ready/.test(line)) ready.resolve();
    else if (/"level":(4|5|6)0/.test(line) || process.env['BENCH_VERBOSE']) console.error(line);
  });
  await Promise.race([
    ready.promise,
    exited.then(() => {
      throw new Error(`${argv.at(-1)} ended before it was ready`);
    }),
  ]);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  return { pid: child.pid ?? 0, stop, [Symbol.asyncDispose]: stop };
}
