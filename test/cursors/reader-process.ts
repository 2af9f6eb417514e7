// A reader as a process: what it prints, what it is told, and how it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ReaderProcess {
  readonly lines: AsyncIterable<string>;
  tell(line: string): void;
  /** At once, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Whoever reads it is gone: nobody takes its output, and nothing more comes in. */
  leave(): Promise<void>;
  /** To its own end. */
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

export function openProcess(
  [command, ...words]: readonly [string, ...string[]],
  of: { readonly cwd: string; readonly env: Record<string, string> },
): ReaderProcess {
  const child = spawn(command, words, { ...of, stdio: ['pipe', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  // What it is told may come when it is gone.
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  const ended = closed.then(() => ({ code: child.exitCode, err }));
  return {
    lines: createInterface({ input: child.stdout }),
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
    leave: async () => {
      child.stdin.end();
      child.stdout.destroy();
      await closed;
    },
    ended,
  };
}
