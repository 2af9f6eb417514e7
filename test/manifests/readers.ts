// Which variables the programs in the containers read, as each says in its help.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { passwordVariable } from '@dome/contracts';

import type { Readers } from './rules/variables.ts';

const HOME = resolve(import.meta.dirname, '../..');
const PROVISIONERS = ['dome-provisioner', 'domed-provisioner'];

export function programReaders(): Readers {
  const dome = helpOf(['services/dome/src/main.ts', '--help']);
  const domed = helpOf(['services/domed/src/main.ts', '--help']);
  const provisioner = PROVISIONERS.map((user) => passwordVariable(user).replace('$', ''));
  const topology = new Set([...provisioner, ...provisioner.map((name) => `${name}_FILE`), 'DOME_NATS_URL']);
  return { dome, domed, topology };
}

function helpOf(args: readonly [string, ...string[]]): ReadonlySet<string> {
  const [program, ...rest] = args;
  const help = execFileSync(process.execPath, [join(HOME, program), ...rest], { encoding: 'utf8' });
  return new Set([...help.matchAll(/\bDOME_[A-Z_]+\b/g)].map(([name]) => name));
}
