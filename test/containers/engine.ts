// What the tests ask of the container engine by its command line: what testcontainers does not do.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
/** Long for an engine that lives: a command that hangs ends with what it said. */
const COMMAND_MS = 120_000;

export interface Spoken {
  readonly out: string;
  readonly err: string;
}

/**
 * @param variables added to the environment, for compose
 * @throws Error with its output for a command that fails or hangs
 */
export async function docker(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Spoken> {
  const env = { ...process.env, ...variables };
  const { stdout, stderr } = await run('docker', args, { env, maxBuffer: OUTPUT_BYTES_MAX, timeout: COMMAND_MS });
  return { out: stdout.trim(), err: stderr.trim() };
}

/** As an image is run in public: without rights, and with a root that it cannot write to. */
export const HARDENED = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'] as const;
