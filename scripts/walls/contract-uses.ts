// What a module takes from the contract, and the channels that it uses.
import type { Module } from './module-graph.ts';
import type { Finding } from './rule.ts';

const CHANNEL_TABLES = new Set(['subjects', 'filters', 'CHANNELS', 'ENDPOINTS']);

export function contractImports(module: Module): { name: string; local: string; line: number }[] {
  return module.imports
    .filter(({ specifier }) => /^@dome\/contracts(\/portable)?$/.test(specifier) || specifier.includes('contracts/src'))
    .flatMap(({ names, line }) => names.map((taken) => ({ ...taken, line })));
}

/** Uses of a channel out of the contract's tables; a table that is passed on whole could be used for any channel. */
export function channelUses(
  module: Module,
  channels: ReadonlySet<string>,
  about: { rule: string; says: string },
): Finding[] {
  const findings: Finding[] = [];
  const taken = contractImports(module);
  for (const { name, line } of taken) {
    if (name !== '*') continue;
    findings.push({
      rule: about.rule,
      at: `${module.path}:${line}`,
      says: 'takes the contract whole: name what you take',
    });
  }
  const tables = new Map(taken.filter(({ name }) => CHANNEL_TABLES.has(name)).map(({ local, name }) => [local, name]));
  for (const { local, member, line } of module.uses) {
    const table = tables.get(local);
    if (table === undefined) continue;
    const at = `${module.path}:${line}`;
    if (member === undefined) {
      findings.push({
        rule: about.rule,
        at,
        says: `uses ${table} without naming the channel: write ${table}.<channel>`,
      });
    } else if (channels.has(member)) {
      findings.push({ rule: about.rule, at, says: `${table}.${member} ${about.says}` });
    }
  }
  return findings;
}
