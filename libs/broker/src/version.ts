// The version that a server binary reports. A binary that does not answer is no server, whatever its name.
import { runCommand } from './run-command.ts';
import { FETCH_LIMITS } from './pins.ts';

/** The version in the output of `--version`, as `major.minor.patch`, or undefined if there is none. */
export function parseVersion(answer: string): string | undefined {
  return /\bv?(\d+\.\d+\.\d+)\b/.exec(answer)?.[1];
}

/** Asks a binary for its version; undefined if it cannot be run or answers something else. */
export async function versionOf(path: string): Promise<string | undefined> {
  const answer = await runCommand(path, ['--version'], { limitMs: FETCH_LIMITS.versionMs });
  return answer.ok ? parseVersion(answer.stdout) : undefined;
}
