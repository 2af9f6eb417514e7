// Which variables the programs in the containers read, as each says in its help, or the page of the command line.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Readers } from './rules/variables.ts';

const HOME = resolve(import.meta.dirname, '../..');
export function programReaders(): Readers {
  const dome = helpOf(['services/dome/src/main.ts', '--help']);
  const domed = helpOf(['services/domed/src/main.ts', '--help']);
  const commands = namesIn(readFileSync(join(HOME, 'docs', 'cli.md'), 'utf8'));
  return { dome, domed, topology: commands, skills: commands };
}

function helpOf(args: readonly [string, ...string[]]): ReadonlySet<string> {
  const [program, ...rest] = args;
  const help = execFileSync(process.execPath, [join(HOME, program), ...rest], { encoding: 'utf8' });
  return namesIn(help);
}

const namesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\bDOME_[A-Z_]+\b/g)].map(([name]) => name));
