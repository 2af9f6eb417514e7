// A program of the person's own, started for each notification without a shell: the notification comes on its standard
// input as JSON, and exit code 0 says that it was taken.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { showDuration } from '../durations.ts';
import { notificationVariables } from './notification.ts';
import type { NotTaken, Receiver } from './receiver.ts';

export interface ProgramOptions {
  readonly words: readonly [program: string, ...args: string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** What it prints, which is not the command's own output. */
  readonly onOutput: (text: string) => void;
}

/** Between being asked to end and being killed. */
const GRACE_MS = 2_000;

export function programReceiver(options: ProgramOptions): Receiver {
  const { words, cwd, env, timeoutMs, onOutput } = options;
  const [program, ...args] = words;
  return {
    name: program,
    notify: async (notification, signal) => {
      signal.throwIfAborted();
      // A group of its own, so that what it has started ends with it.
      const child = spawn(program, args, {
        cwd,
        env: { ...env, ...notificationVariables(notification) },
        stdio: 'pipe',
        detached: true,
      });
      child.stdout.setEncoding('utf8').on('data', onOutput);
      child.stderr.setEncoding('utf8').on('data', onOutput);
      // A program need not read its input.
      child.stdin.on('error', () => undefined);
      child.stdin.end(`${JSON.stringify(notification)}\n`);
      const limit = AbortSignal.timeout(timeoutMs);
      const failed = await ended(child, AbortSignal.any([signal, limit]));
      signal.throwIfAborted();
      return limit.aborted ? { why: `it ran longer than ${showDuration(timeoutMs)}`, isFinal: false } : failed;
    },
  };
}

async function ended(child: ChildProcess, stop: AbortSignal): Promise<NotTaken | undefined> {
  let killing: NodeJS.Timeout | undefined;
  const end = (): void => {
    killGroup(child, 'SIGTERM');
    killing = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
  };
  stop.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<NotTaken | undefined>((resolve) => {
      // A program that is not there will not be there in a second.
      child.once('error', (error) => resolve({ why: `it cannot be started: ${error.message}`, isFinal: true }));
      child.once('close', (code, killedBy) => {
        if (code === 0) return resolve(undefined);
        resolve({
          why: killedBy === null ? `exit code ${code ?? '?'}` : `it was ended by ${killedBy}`,
          isFinal: false,
        });
      });
    });
  } finally {
    clearTimeout(killing);
    stop.removeEventListener('abort', end);
  }
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
