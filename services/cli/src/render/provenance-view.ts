// What ran, on what, by whom, and what came out: the record of one job.
import { shortDigest } from '@dome/contracts';
import type { Provenance } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import { harmless } from '../terminal/style.ts';

/** A name and a value each. */
export function provenanceRows(of: Provenance): string[][] {
  const { builder, source, tools, locks = [], secrets = [], variables = [], authorizedBy } = of;
  const rows: [string, string | undefined][] = [
    ['built by', `${builder.instance} ${builder.version}, guard ${of.guard}`],
    ['skill from', source === undefined ? undefined : sourceText(source)],
    ['descriptor', shortDigest(of.descriptorDigest)],
    ['contract', shortDigest(of.contractDigest)],
    ['request', shortDigest(of.requestDigest)],
    ['input', shortDigest(of.inputDigest)],
    ['output', of.outputDigest === undefined ? undefined : shortDigest(of.outputDigest)],
    ...of.materials.map(({ uri, digest }): [string, string] => [
      'material',
      `${harmless(uri)}  ${shortDigest(digest)}`,
    ]),
    ['tools', listed(Object.entries(tools).map(([name, version]) => `${name} ${version}`))],
    ['environment', shortDigest(of.environmentDigest)],
    ['variables', listed(variables)],
    ...secrets.map(({ name, saltedDigest }): [string, string] => [
      'secret',
      `${harmless(name)}  ${shortDigest(saltedDigest)}`,
    ]),
    ...locks.map(({ key, mode, token, waitedMs }): [string, string] => [
      'lock',
      `${harmless(key)}  ${mode}, token ${token}, waited ${showDuration(waitedMs)}`,
    ]),
    ['rehearsal', of.rehearsal === undefined ? undefined : 'nothing was promoted'],
    [
      'authorized by',
      authorizedBy === undefined
        ? undefined
        : `decision ${shortDigest(authorizedBy.decisionId)} at #${authorizedBy.sequence}`,
    ],
    [
      'attempts',
      listed(
        of.attempts.map(
          ({ attempt, epoch, instance }) =>
            `${attempt} (epoch ${epoch}${instance === undefined ? '' : `, ${instance}`})`,
        ),
      ),
    ],
    ['ran', `${of.startedAt} to ${of.finishedAt}`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function sourceText({ repo, commit, dirty }: NonNullable<Provenance['source']>): string {
  const changes = dirty ? ', with uncommitted changes' : '';
  return `${repo === undefined ? '' : `${harmless(repo)} `}${harmless(commit)}${changes}`;
}

const listed = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : names.map(harmless).join(', ');
