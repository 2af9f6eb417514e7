// Runs one command to its end within a time limit. It never rejects: its callers try one source after another, and want the
// reason in one line.
import { execFile } from 'node:child_process';

export interface CommandOptions {
  readonly limitMs: number;
  readonly env?: NodeJS.ProcessEnv;
}

export type CommandAnswer =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly reason: string; readonly stdout: string };

/** For the output of a short-lived program, which Node buffers. */
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandAnswer> {
  return await new Promise((resolve) => {
    const settings = {
      timeout: options.limitMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: OUTPUT_BYTES_MAX,
      ...(options.env === undefined ? {} : { env: options.env }),
    };
    execFile(command, [...args], settings, (error, stdout, stderr) => {
      if (error === null) resolve({ ok: true, stdout });
      else resolve({ ok: false, reason: reasonOf(error, stderr, options.limitMs), stdout });
    });
  });
}

function reasonOf(error: Error & { killed?: boolean; code?: unknown }, stderr: string, limitMs: number): string {
  if (error.code === 'ENOENT') return 'not found';
  if (error.killed === true) return `no end within ${limitMs / 1000} s`;
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '') ?? error.message;
}
