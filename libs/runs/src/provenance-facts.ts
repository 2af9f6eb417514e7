// What ran, on what, by whom, and what came out: the record of one job, as facts that people read. Pure.
import type { Provenance } from '@dome/contracts/portable';

export interface ProvenanceFact {
  readonly name: string;
  /** As the record has it: whoever shows it makes it harmless. */
  readonly text?: string;
  /** In full. */
  readonly digest?: string;
}

export function provenanceFacts(of: Provenance, showDuration: (ms: number) => string): ProvenanceFact[] {
  const { builder, source, tools, locks = [], secrets = [], variables = [], authorizedBy } = of;
  const digest = (name: string, value: string | undefined): ProvenanceFact[] =>
    value === undefined ? [] : [{ name, digest: value }];
  const text = (name: string, value: string | undefined): ProvenanceFact[] =>
    value === undefined || value === '' ? [] : [{ name, text: value }];
  return [
    ...text('built by', `${builder.instance} ${builder.version}, guard ${of.guard}`),
    ...text('skill from', source === undefined ? undefined : sourceText(source)),
    ...digest('descriptor', of.descriptorDigest),
    ...digest('contract', of.contractDigest),
    ...digest('request', of.requestDigest),
    ...digest('input', of.inputDigest),
    ...digest('output', of.outputDigest),
    ...of.materials.map((one) => ({ name: 'material', text: one.uri, digest: one.digest })),
    ...text('tools', listed(Object.entries(tools).map(([name, version]) => `${name} ${version}`))),
    ...digest('environment', of.environmentDigest),
    ...text('variables', listed(variables)),
    ...secrets.map(({ name, saltedDigest }) => ({ name: 'secret', text: name, digest: saltedDigest })),
    ...locks.map(({ key, mode, token, waitedMs }) => ({
      name: 'lock',
      text: `${key}  ${mode}, token ${token}, waited ${showDuration(waitedMs)}`,
    })),
    ...text('rehearsal', of.rehearsal === undefined ? undefined : 'nothing was promoted'),
    ...(authorizedBy === undefined
      ? []
      : [
          {
            name: 'authorized by',
            text: `the decision at #${authorizedBy.sequence}`,
            digest: authorizedBy.decisionId,
          },
        ]),
    ...text('attempts', listed(of.attempts.map(attemptText))),
    ...text('ran', `${of.startedAt} to ${of.finishedAt}`),
  ];
}

const attemptText = ({ attempt, epoch, instance }: Provenance['attempts'][number]): string =>
  `${attempt} (epoch ${epoch}${instance === undefined ? '' : `, ${instance}`})`;

const sourceText = ({ repo, commit, dirty }: NonNullable<Provenance['source']>): string =>
  `${repo === undefined ? '' : `${repo} `}${commit}${dirty ? ', with uncommitted changes' : ''}`;

const listed = (names: readonly string[]): string => names.join(', ');
