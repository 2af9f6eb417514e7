import type { ChannelDeclaration, ContractSources, MessageDeclaration } from './document.ts';
import { eventTypes } from './validators.ts';

const parametersOf = (address: string): string[] => [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

const typesOf =
  ({ parameters }: ChannelDeclaration) =>
  (name: string): string =>
    parameters?.[name]?.enum?.map((token) => `'${token}'`).join(' | ') ?? 'string';

/** Builders, filters and one parser for every address of the contract. No other file may hold a subject. */
export function generateSubjects({ contract }: ContractSources): string {
  const channels = Object.entries(contract.channels).flatMap(([key, channel]) =>
    channel.address === null
      ? []
      : [{ key, address: channel.address, kind: channel['x-dome-channel'].kind, typeOf: typesOf(channel) }],
  );
  const builders = channels.map(({ key, address, typeOf }) => {
    const names = parametersOf(address);
    if (names.length === 0) return `  ${key}: (): string => '${address}',`;
    const type = names.map((name) => `${name}: ${typeOf(name)}`).join('; ');
    const body = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => `\${token(of.${name}, '${name}')}`);
    return `  ${key}: (of: { ${type} }): string => \`${body}\`,`;
  });
  const filters = channels
    .filter(({ address }) => parametersOf(address).length > 0)
    .map(({ key, address, typeOf }) => {
      const type = parametersOf(address)
        .map((name) => `${name}?: ${typeOf(name)} | undefined`)
        .join('; ');
      const body = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => `\${wildcard(of.${name}, '${name}')}`);
      return `  ${key}: (of: { ${type} } = {}): string => \`${body}\`,`;
    });
  const rows = channels.map(({ key, address, kind }) => `  ${key}: { address: '${address}', kind: '${kind}' },`);
  return `import { subjectToken as token, subjectWildcard as wildcard } from '../tokens.ts';

/** The address of each channel, with its parameters in braces. */
export const CHANNELS = {
${rows.join('\n')}
} as const;

export type ChannelName = keyof typeof CHANNELS;

/** Exact subjects; each token is checked against the grammar before it becomes part of one. */
export const subjects = {
${builders.join('\n')}
} as const;

/** Filters: a parameter that is left out matches any one token. */
export const filters = {
${filters.join('\n')}
} as const;
`;
}

export function generateMessages(sources: ContractSources): string {
  const { contract } = sources;
  const events = eventTypes(sources);
  const channelOf = (key: string): string => {
    const found = Object.entries(contract.channels).find(
      ([, channel]) => channel['x-dome-channel'].kind !== 'live' && key in channel.messages,
    );
    if (found === undefined) throw new Error(`no channel carries ${key}`);
    return found[0];
  };
  const rows = events.map(({ key, type, schemaPath }) => {
    const message = contract.components.messages[key]?.['x-dome-message'];
    const phase = message?.phase === undefined ? '' : ` phase: '${message.phase}',`;
    const schema = `https://dome.dev/schemas/${schemaPath}`;
    return `  '${type}': { key: '${key}', kind: '${message?.kind}',${phase} terminal: ${message?.terminal === true}, channel: '${channelOf(key)}', dataschema: '${schema}', validate: validators.is${key}Event },`;
  });
  const data = events.map(({ key, type }) => `  '${type}': types.${key};`);
  const endpoints = endpointsOf(contract);
  const queues = new Set(Object.values(contract.operations).flatMap(({ bindings }) => bindings?.nats.queue ?? []));
  const [queue, ...otherQueues] = queues;
  if (queue === undefined || otherQueues.length > 0) throw new Error('the operations name not one queue group');
  const typed = (name: string): string => (name === 'ArtifactBytes' ? 'Uint8Array' : `types.${name}`);
  const check = (name: string): string => (name === 'ArtifactBytes' ? 'undefined' : `validators.is${name}`);
  return `import * as validators from './validators.js';
import type * as types from './types.ts';

/** The data of each event, by its type. */
export interface EventData {
${data.join('\n')}
}

export type EventType = keyof EventData;

/** What the contract says of each event. */
export const EVENTS = {
${rows.join('\n')}
} as const;

/** The request and the reply of each endpoint. */
export interface EndpointTypes {
${endpoints.map((e) => `  ${e.key}: { request: ${typed(e.request)}; reply: ${typed(e.reply)} };`).join('\n')}
}

export type EndpointName = keyof EndpointTypes;

/** Those who answer an endpoint share its requests. */
export const SERVICE_GROUP = '${queue}';

/**
 * What the contract says of each endpoint, with the names of its messages; without a validator it is raw bytes. The metadata is
 * what "nats service info" prints.
 */
export const ENDPOINTS = {
${endpoints
  .map(
    (e) =>
      `  ${e.key}: { service: '${e.service}', endpoint: '${e.endpoint}', address: '${e.address}', request: ${check(e.request)}, reply: ${check(e.reply)}, messages: { request: '${e.request}', reply: '${e.reply}' }, metadata: ${e.metadata} },`,
  )
  .join('\n')}
} as const;
`;
}

interface Endpoint {
  readonly key: string;
  readonly service: string;
  readonly endpoint: string;
  readonly address: string;
  /** The names of its messages. */
  readonly request: string;
  readonly reply: string;
  /** As JSON. */
  readonly metadata: string;
}

function endpointsOf({ channels, components }: ContractSources['contract']): Endpoint[] {
  return Object.entries(channels).flatMap(([key, channel]) => {
    const { kind, service = '', endpoint = '' } = channel['x-dome-channel'];
    if (kind !== 'service') return [];
    const request = Object.keys(channel.messages)[0] ?? '';
    const reply = Object.keys(channels[`${key}Reply`]?.messages ?? {})[0] ?? '';
    const metadata = endpointMetadata(
      channel,
      [request, reply].map((name) => components.messages[name]),
    );
    const names = { key, service, endpoint, request, reply };
    return [{ ...names, address: channel.address ?? '', metadata: JSON.stringify(metadata) }];
  });
}

function endpointMetadata(
  { description, 'x-dome-channel': { writers } }: ChannelDeclaration,
  messages: readonly (MessageDeclaration | undefined)[],
): Record<string, string> {
  const [request, reply] = messages.map((message) => message?.payload?.$ref?.replace(/^\.\//, '') ?? 'bytes');
  return { description: description ?? '', 'asked-by': writers.join(', '), request: request ?? '', reply: reply ?? '' };
}
