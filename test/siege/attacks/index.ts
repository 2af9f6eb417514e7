// All attackers, each by the name that `--only` and `--without` use.
import type { Attack } from '../attack.ts';
import { leftovers, links, manyFiles, rewriting, secrets } from './folders.ts';
import { leaks } from './leaks.ts';
import { lostFolder } from './machine.ts';
import { headerDamage, undecodable } from './messages.ts';
import { planFlood } from './plans.ts';
import { logFlood, printing } from './printing.ts';
import { processes, runners } from './processes.ts';
import { repositories } from './repositories.ts';
import { runnerChannel } from './runner-channel.ts';
import { schemaBombs } from './schemas.ts';
import { uploadHoard } from './uploads.ts';

export const ATTACKS: readonly Attack[] = [
  runnerChannel,
  headerDamage,
  schemaBombs,
  printing,
  planFlood,
  logFlood,
  lostFolder,
  rewriting,
  manyFiles,
  secrets,
  leaks,
  leftovers,
  uploadHoard,
  undecodable,
  repositories,
  links,
  processes,
  runners,
];

/** The fuzzer is chosen and left out by name, too. */
export const FUZZER = 'fuzz';

/** @throws Error for an unknown name */
export function chosen(of: {
  readonly only: readonly string[];
  readonly without: readonly string[];
}): (name: string) => boolean {
  const names = [...ATTACKS.map(({ name }) => name), FUZZER];
  const unknown = [...of.only, ...of.without].filter((name) => name !== 'none' && !names.includes(name));
  if (unknown.length > 0) throw new Error(`nobody is called ${unknown.join(', ')}; there are ${names.join(', ')}`);
  return (name) => (of.only.length === 0 || of.only.includes(name)) && !of.without.includes(name);
}
