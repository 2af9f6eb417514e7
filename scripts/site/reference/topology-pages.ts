// Streams, buckets, object stores and durables, and the accounts that own them.
import type { SitePage } from '../page.ts';
import type { ContractBundle } from './contract-bundle.ts';
import { codeOf, codesOf, markdownTable, paragraphs } from './markdown.ts';
import { schemaLink } from './schema-members.ts';

type Topology = ContractBundle['x-dome-topology'];

/** Of a stream, on its own page and on those of its channels. */
export function streamTable(stream: Topology['streams'][string]): string {
  return markdownTable(
    ['setting', ''],
    [
      ['account', `[${stream.account}](accounts.md#${stream.account.toLowerCase()})`],
      ['subjects', codesOf(stream.subjects)],
      ['retention', stream.retention],
      ['when it is full', stream.discard === 'new' ? 'new messages are refused' : 'the oldest messages go'],
      ['kept for', stream.maxAge],
      ['at most', bytesText(stream.maxBytes)],
      ['each message at most', bytesText(stream.maxMessageBytes)],
      ['knows repeated messages for', stream.duplicateWindow],
      ['direct reads', stream.allowDirect ? 'yes' : 'no'],
      ...(stream.compression === undefined ? [] : [['compressed', stream.compression]]),
      ...(stream.republish === undefined
        ? []
        : [['live copy', `${codeOf(stream.republish.destination)} of ${codeOf(stream.republish.source)}`]]),
    ],
  );
}

const UNITS = [
  ['GiB', 1_024 ** 3],
  ['MiB', 1_024 ** 2],
  ['KiB', 1_024],
] as const;

function bytesText(bytes: number): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? ['bytes', 1];
  return `${bytes / size} ${unit}`;
}

export function streamsPage(bundle: ContractBundle): SitePage {
  const { streams, buckets, objectStores, consumers } = bundle['x-dome-topology'];
  return {
    path: 'reference/streams',
    title: 'Streams and buckets',
    says: 'What the broker holds: streams, buckets, object stores and durables, with their settings.',
    markdown: paragraphs(
      '# Streams and buckets',
      'What `dome topology apply` makes on the broker. Generated from the contract; `dome topology diff` compares it with what is there.',
      ...Object.entries(streams).flatMap(([name, stream]) => [
        `## ${name}`,
        `${stream.description}.`,
        streamTable(stream),
      ]),
      '## Buckets',
      markdownTable(
        ['bucket', 'account', 'what it holds', 'value', 'kept for', 'at most'],
        Object.entries(buckets).map(([name, one]) => [
          codeOf(name),
          one.account,
          one.description,
          schemaLink(one.value, 'schemas/'),
          one.maxAge ?? (one.perKeyTtl ? 'as its lease says' : 'until deleted'),
          bytesText(one.maxBytes),
        ]),
      ),
      '## Object stores',
      markdownTable(
        ['store', 'account', 'what it holds', 'kept for', 'at most'],
        Object.entries(objectStores).map(([name, { account, description, maxAge, maxBytes }]) => [
          codeOf(name),
          account,
          description,
          maxAge,
          bytesText(maxBytes),
        ]),
      ),
      '## Durables',
      markdownTable(
        ['durable', 'stream', 'what it is for', 'filters', 'ack wait'],
        Object.values(consumers).map(({ durable, stream, description, filters, ackWait, each }) => [
          codeOf(durable),
          `[${stream}](#${stream.toLowerCase()})`,
          `${description}${each === undefined ? '' : `, one for each ${each}`}`,
          codesOf(filters),
          ackWait,
        ]),
      ),
    ),
  };
}

export function accountsPage(bundle: ContractBundle): SitePage {
  const accounts = Object.entries(bundle['x-dome-accounts']).map(([name, { description, jetstream, exports, users }]) =>
    paragraphs(
      `## ${name}`,
      `${description}${jetstream ? ' It has JetStream.' : ''}`,
      ...Object.entries(users).flatMap(([user, rights]) => [
        `### ${name}: ${user}`,
        rights.description,
        markdownTable(
          ['may', 'subjects'],
          [
            ['publish', codesOf(rights.publish)],
            ['subscribe', codesOf(rights.subscribe)],
          ].filter(([, subjects]) => subjects !== ''),
        ),
      ]),
      exports.length === 0 ? '' : `### What ${name} gives to others`,
      markdownTable(
        ['subject', 'to', 'there it is'],
        exports.map(({ service, stream, to, as }) => [
          codeOf(service ?? stream ?? ''),
          to.join(', '),
          as === undefined ? 'the same' : codeOf(as),
        ]),
      ),
    ),
  );
  return {
    path: 'reference/accounts',
    title: 'Accounts and rights',
    says: 'Who is a user of the broker, and what each may publish and subscribe.',
    markdown: paragraphs(
      '# Accounts and rights',
      'What `dome accounts render` writes for the broker, from the contract. Words in braces are filled in for each person, daemon or program.',
      ...accounts,
    ),
  };
}
