// A page for each channel: its subject, who may do what with it, and every message with headers, members and an example.
import type { SitePage } from '../page.ts';
import { nameIn } from './contract-bundle.ts';
import type { BundledChannel, BundledMessage, ContractBundle } from './contract-bundle.ts';
import { codeOf, codesOf, jsonBlock, markdownTable, paragraphs } from './markdown.ts';
import { rightsTable } from './rights.ts';
import { enumText, membersTable, schemaLink } from './schema-members.ts';
import { streamTable } from './topology-pages.ts';

const FOLDER = 'reference/channels';
const SCHEMAS = '../schemas/';
/** Those that have a page: a reply stands with its request. */
type Addressed = readonly [name: string, channel: BundledChannel & { readonly address: string }];

export function channelPages(bundle: ContractBundle): SitePage[] {
  return addressed(bundle).map((entry) => ({
    path: `${FOLDER}/${entry[0]}`,
    title: titleOfChannel(entry),
    says: saysOf(bundle, entry),
    markdown: channelMarkdown(bundle, entry),
  }));
}

function addressed({ channels }: ContractBundle): Addressed[] {
  return Object.entries(channels).flatMap(([name, channel]) =>
    channel.address === null ? [] : [[name, { ...channel, address: channel.address }] as const],
  );
}

/** A request by its plane and endpoint, as `nats service ls` shows it. */
function titleOfChannel([name, channel]: Addressed): string {
  const { service, endpoint } = channel['x-dome-channel'];
  return service === undefined ? name : `${service} ${endpoint ?? ''}`;
}

export function channelListPage(bundle: ContractBundle): SitePage {
  const all = addressed(bundle);
  const groups = bundle.info.tags.map(({ name, description }) => {
    const rows = all
      .filter(([channel]) => tagOf(bundle, channel) === name)
      .map((entry) => [
        `[${titleOfChannel(entry)}](${entry[0]}.md)`,
        codeOf(entry[1].address),
        whoOf(entry[1]),
        saysOf(bundle, entry),
      ]);
    return rows.length === 0 ? '' : `## ${name}\n\n${description}\n\n${markdownTable(HEAD, rows)}`;
  });
  return {
    path: `${FOLDER}/index`,
    title: 'Channels and messages',
    says: 'Every subject, who writes and reads it, and every message with its schema and an example.',
    markdown: paragraphs(
      '# Channels and messages',
      `Everything that crosses the wire, generated from version ${bundle.info.version} of the contract. [The contract](../../contract.md) says how an event is wrapped and how the contract changes; for tools there is [the whole as AsyncAPI](../../repository/asyncapi.yaml).`,
      ...groups,
    ),
  };
}

const HEAD = ['channel', 'subject', 'from → to', 'what it is'] as const;

function whoOf({ 'x-dome-channel': { writers, readers } }: BundledChannel): string {
  return `${writers.join(', ')} → ${readers.join(', ')}`;
}

/** A live copy belongs to what it is a copy of. */
function tagOf(bundle: ContractBundle, name: string): string | undefined {
  const liveOf = bundle.channels[name]?.['x-dome-channel'].liveOf;
  const operations = operationsOf(bundle, name);
  const tag = operations.flatMap(({ tags = [] }) => tags)[0]?.name;
  if (tag !== undefined || liveOf === undefined) return tag;
  return bundle.channels[liveOf] === undefined ? 'locks' : tagOf(bundle, liveOf);
}

const operationsOf = ({ operations }: ContractBundle, name: string) =>
  Object.values(operations).filter(({ channel }) => nameIn(channel) === name);

const saysOf = (bundle: ContractBundle, [name, channel]: Addressed): string =>
  channel.description ?? operationsOf(bundle, name)[0]?.summary ?? '';

function channelMarkdown(bundle: ContractBundle, entry: Addressed): string {
  const [name, channel] = entry;
  const facts = channel['x-dome-channel'];
  const stream = facts.stream === undefined ? undefined : bundle['x-dome-topology'].streams[facts.stream];
  const operations = operationsOf(bundle, name);
  const isCopy = facts.liveOf !== undefined;
  const reply = operations.flatMap((one) => one.reply ?? [])[0];
  const answers = reply === undefined ? [] : messagesOf(bundle, nameIn(reply.channel));
  return paragraphs(
    `# ${titleOfChannel(entry)}`,
    saysOf(bundle, entry),
    markdownTable(['', ''], factRows(bundle, entry)),
    parametersOf(channel),
    '## Rights',
    rightsTable(bundle, channel.address, facts.stream),
    stream === undefined
      ? ''
      : `## Stream\n\n[${facts.stream}](../streams.md#${facts.stream?.toLowerCase()}): ${stream.description}.`,
    stream === undefined ? '' : streamTable(stream).replace('](accounts.md', '](../accounts.md'),
    isCopy || Object.keys(channel.messages).length === 0 ? '' : '## Messages',
    ...(isCopy ? [] : messagesOf(bundle, name).map((message) => messageMarkdown(bundle, message))),
    answers.length === 0 ? '' : '## Answers',
    ...answers.map((message) => messageMarkdown(bundle, message)),
  );
}

function factRows(bundle: ContractBundle, [name, channel]: Addressed): string[][] {
  const { kind, writers, readers, liveOf } = channel['x-dome-channel'];
  const operations = operationsOf(bundle, name);
  const queue = operations.flatMap(({ bindings }) => bindings?.nats.queue ?? [])[0];
  const copied = liveOf !== undefined && bundle.channels[liveOf] !== undefined;
  return [
    ['subject', codeOf(channel.address)],
    ['kind', kind],
    ['written by', writers.join(', ')],
    ['read by', readers.join(', ')],
    ...(liveOf === undefined
      ? []
      : [['live copy of', copied ? `[${liveOf}](${liveOf}.md), with the same messages` : codeOf(liveOf)]]),
    ...(queue === undefined ? [] : [['queue group', `${codeOf(queue)}: one of its members answers`]]),
    ...operations.map(({ action, summary = '', 'x-dome-participant': who }) => [`${who} ${action}s`, summary]),
  ];
}

function parametersOf({ parameters = {} }: BundledChannel): string {
  const rows = Object.entries(parameters).map(([name, { description = '', enum: values }]) => [
    codeOf(name),
    description,
    enumText(values),
  ]);
  return rows.length === 0 ? '' : `## Parameters\n\n${markdownTable(['parameter', 'what it is', 'values'], rows)}`;
}

const messagesOf = (bundle: ContractBundle, channel: string): BundledMessage[] =>
  Object.values(bundle.channels[channel]?.messages ?? {}).flatMap(
    (ref) => bundle.components.messages[nameIn(ref)] ?? [],
  );

function messageMarkdown(bundle: ContractBundle, message: BundledMessage): string {
  const { title, name, summary = '', contentType, payload, examples = [], traits = [] } = message;
  // Of an event, the data are what differs; around them is the envelope.
  const data = payload?.allOf?.flatMap(({ properties }) => properties?.['data'] ?? [])[0];
  const ref = (data ?? payload)?.$ref;
  const schema = ref === undefined ? payload : bundle.components.schemas[ref.split('/')[3] ?? ''];
  const headers = traits.flatMap((trait) => bundle.components.messageTraits[nameIn(trait)] ?? []);
  const [example] = examples;
  return paragraphs(
    `### ${title}`,
    summary,
    `${name === title ? '' : `Type ${codeOf(name)}. `}Content type ${codeOf(contentType)}.${ref === undefined ? '' : ` ${data === undefined ? 'Body' : `In [the envelope](${SCHEMAS}Envelope.md), \`data\``}: ${schemaLink(ref, SCHEMAS)}.`}`,
    schema === undefined ? '' : membersTable(schema, SCHEMAS),
    ...headers.map(({ headers: of, description = '' }) =>
      of.properties === undefined ? '' : `#### Headers of ${title}\n\n${description}\n\n${membersTable(of, SCHEMAS)}`,
    ),
    example === undefined ? '' : `#### Example of ${title}\n\n${exampleOf(example)}`,
  );
}

function exampleOf({ headers, payload }: { readonly headers?: object; readonly payload: unknown }): string {
  const shown = headers === undefined ? '' : `With the headers ${codesOf([headers])}:\n\n`;
  return `${shown}${jsonBlock(payload)}`;
}
