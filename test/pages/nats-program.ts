// The `nats` command line itself, at the version that docs/nats-cli.md was tried with. Building it takes a minute of two
// processors, so tests never do: `node test/pages/nats-program.ts` makes it, as CI does before them.
import { existsSync } from 'node:fs';
import process from 'node:process';

import { buildTool, builtAt, goInstall } from '../built-tools.ts';
import type { BuiltTool } from '../built-tools.ts';

export const NATS_CLI: BuiltTool = {
  name: 'natscli',
  version: '0.5.1',
  program: 'nats',
  takes: 'a minute',
  make: (folder) => goInstall(folder, 'github.com/nats-io/natscli/nats@v0.5.1'),
};

/** Undefined, with the reason on standard error, where nobody has made it. */
export function findNatsProgram(): string | undefined {
  const path = builtAt(NATS_CLI);
  if (existsSync(path)) return path;
  process.stderr.write(
    `dome: the commands of docs/nats-cli.md are not typed, because ${path} is not there; ` +
      '`node test/pages/nats-program.ts` makes it, with Go\n',
  );
  return undefined;
}

if (import.meta.main) buildTool(NATS_CLI);
