// The parts of asyncapi.yaml must agree with each other: no tool checks that a channel's stream exists and stores its
// subjects, that a live channel is what the broker republishes, or that an operation replies on its own reply channel.
import { covers, patternOf, republished } from '@dome/contracts/plain';

import type { ChannelDeclaration, Contract, StreamSource } from '../generate/document.ts';

const STORED = ['command', 'transition', 'note', 'log', 'run', 'law'];

export function channelFindings(contract: Contract): string[] {
  return [
    ...Object.entries(contract.channels).flatMap(([name, channel]) => [
      ...streamFindings(name, channel, contract),
      ...liveFindings(name, channel, contract),
      ...replyChannelFindings(name, channel, contract),
      ...phaseFindings(name, channel, contract),
      ...tokenFindings(name, channel, contract),
    ]),
    ...usedFindings(contract),
    ...topologyFindings(contract),
    ...operationFindings(contract),
  ];
}

function streamFindings(name: string, channel: ChannelDeclaration, contract: Contract): string[] {
  const { kind, stream } = channel['x-dome-channel'];
  const place = `channel ${name}`;
  if (!STORED.includes(kind)) return stream === undefined ? [] : [`${place}: a ${kind} channel is not stored`];
  if (stream === undefined) return [`${place}: it does not name its stream`];
  const declared = contract['x-dome-topology'].streams[stream];
  if (declared === undefined) return [`${place}: the stream ${stream} is not declared`];
  const pattern = patternOf(channel.address ?? '');
  return declared.subjects.some((subject) => covers(subject, pattern))
    ? []
    : [`${place}: ${stream} does not store ${channel.address}`];
}

function liveFindings(name: string, channel: ChannelDeclaration, contract: Contract): string[] {
  const { kind, liveOf } = channel['x-dome-channel'];
  if (kind !== 'live') return liveOf === undefined ? [] : [`channel ${name}: only a live channel is liveOf another`];
  const bucket = contract['x-dome-topology'].buckets[liveOf ?? ''];
  if (bucket !== undefined) return liveBucketFindings(name, channel, bucket.republish);
  const source = contract.channels[liveOf ?? ''];
  if (source === undefined) return [`channel ${name}: it is live of ${liveOf ?? 'nothing'}, which is no channel`];
  const rule = contract['x-dome-topology'].streams[source['x-dome-channel'].stream ?? '']?.republish;
  const expected = rule === undefined ? undefined : republished(source.address ?? '', rule);
  const found: string[] = [];
  if (expected !== channel.address)
    found.push(`channel ${name}: ${liveOf} is republished to ${expected ?? 'nothing'}, not ${channel.address}`);
  if (keys(source.messages) !== keys(channel.messages))
    found.push(`channel ${name}: its messages differ from ${liveOf}'s`);
  return found;
}

/** Of a bucket only the headers are republished, so its live channel carries no message. */
function liveBucketFindings(name: string, channel: ChannelDeclaration, republish: string | undefined): string[] {
  const { liveOf } = channel['x-dome-channel'];
  const found: string[] = [];
  if (republish === undefined || !covers(republish, patternOf(channel.address ?? '')))
    found.push(`channel ${name}: ${liveOf} is republished to ${republish ?? 'nothing'}, not ${channel.address}`);
  if (keys(channel.messages) !== '') found.push(`channel ${name}: of a bucket no value is republished`);
  return found;
}

function replyChannelFindings(name: string, channel: ChannelDeclaration, contract: Contract): string[] {
  const { kind, service, endpoint } = channel['x-dome-channel'];
  if (kind === 'reply') {
    const served = contract.channels[name.replace(/Reply$/, '')]?.['x-dome-channel'].kind === 'service';
    const found = served ? [] : [`channel ${name}: no service channel answers on it`];
    if (channel.address !== null) found.push(`channel ${name}: a reply has no address of its own`);
    if (!('Problem' in channel.messages)) found.push(`channel ${name}: it cannot carry a Problem`);
    if (Object.keys(channel.messages).length !== 2) found.push(`channel ${name}: a reply is one message or a Problem`);
    return found;
  }
  if (kind !== 'service') return [];
  const found = contract.channels[`${name}Reply`] === undefined ? [`channel ${name}: it has no ${name}Reply`] : [];
  const prefix = `dome.svc.${service}.${endpoint}`;
  const address = channel.address ?? '';
  if (address !== prefix && !address.startsWith(`${prefix}.`))
    found.push(`channel ${name}: ${address} is not the address of ${service} ${endpoint}`);
  return found;
}

/** The phase of a message is the token of its subject and, but for notes, the last word of its type. */
function phaseFindings(name: string, channel: ChannelDeclaration, contract: Contract): string[] {
  return Object.keys(channel.messages).flatMap((key) => {
    const message = contract.components.messages[key];
    if (message === undefined) return [`channel ${name}: the message ${key} is not declared`];
    const { kind, phase } = message['x-dome-message'];
    if (kind !== 'transition' && kind !== 'run' && kind !== 'law') return [];
    return message.name.replace(/\.v[1-9][0-9]*$/, '').endsWith(`.${phase}`)
      ? []
      : [`message ${key}: ${phase} is not the phase of ${message.name}`];
  });
}

/** A reader of the contract alone learns the possible tokens from the parameter. */
function tokenFindings(name: string, channel: ChannelDeclaration, contract: Contract): string[] {
  const told = channel.parameters?.['phase'] ?? channel.parameters?.['note'];
  if (told === undefined) return [];
  // A new major version of a message stands beside the old one, under the same token.
  const phases = new Set(
    Object.keys(channel.messages).map((key) => contract.components.messages[key]?.['x-dome-message'].phase),
  );
  return [...phases].join() === told.enum?.join()
    ? []
    : [`channel ${name}: the tokens ${told.enum?.join(', ') ?? '(none)'} are not the phases of its messages`];
}

function usedFindings(contract: Contract): string[] {
  const used = new Set(Object.values(contract.channels).flatMap((channel) => Object.keys(channel.messages)));
  const unused = Object.keys(contract.components.messages).filter((key) => !used.has(key));
  return unused.map((key) => `message ${key}: no channel carries it`);
}

function topologyFindings(contract: Contract): string[] {
  const { streams, consumers } = contract['x-dome-topology'];
  const addresses = Object.entries(contract.channels).map(([, { address }]) => patternOf(address ?? ''));
  const ofStreams = Object.entries(streams).flatMap(([name, stream]) => [
    ...stream.subjects
      .filter((subject) => !addresses.some((address) => covers(subject, address)))
      .map((subject) => `stream ${name}: no channel has a subject under ${subject}`),
    ...republishFindings(name, stream, contract),
  ]);
  const ofConsumers = Object.entries(consumers).flatMap(([name, { stream, filters }]) => {
    const declared = streams[stream];
    if (declared === undefined) return [`consumer ${name}: the stream ${stream} is not declared`];
    return filters
      .map(patternOf)
      .filter((filter) => !declared.subjects.some((subject) => covers(subject, filter)))
      .map((filter) => `consumer ${name}: ${stream} does not store ${filter}`);
  });
  return [...ofStreams, ...ofConsumers];
}

function republishFindings(name: string, stream: StreamSource, contract: Contract): string[] {
  const { republish } = stream;
  if (republish === undefined) return [];
  const live = Object.values(contract.channels).filter(
    (channel) =>
      channel['x-dome-channel'].kind === 'live' && covers(republish.destination, patternOf(channel.address ?? '')),
  );
  const stored = Object.values(contract.channels).filter((channel) => channel['x-dome-channel'].stream === name);
  return live.length === stored.length
    ? []
    : [
        `stream ${name}: ${stored.length} channels are republished to ${republish.destination}, ${live.length} are declared live`,
      ];
}

function operationFindings(contract: Contract): string[] {
  return Object.entries(contract.operations).flatMap(([name, operation]) => {
    const channel = refName(operation['channel']);
    const reply = operation['reply'] as { channel?: unknown; messages?: { $ref: string }[] } | undefined;
    const service = contract.channels[channel]?.['x-dome-channel'].kind === 'service';
    if (reply === undefined) return service ? [`operation ${name}: it does not say its reply`] : [];
    const answers = refName(reply.channel);
    const found =
      answers === `${channel}Reply` ? [] : [`operation ${name}: it answers on ${answers}, not ${channel}Reply`];
    const declared = Object.keys(contract.channels[answers]?.messages ?? {}).map(
      (key) => `#/channels/${answers}/messages/${key}`,
    );
    const listed = (reply.messages ?? []).map(({ $ref }) => $ref);
    if (listed.toSorted().join() !== declared.toSorted().join())
      found.push(`operation ${name}: its replies are not the messages of ${answers}`);
    return found;
  });
}

const keys = (value: object): string => Object.keys(value).toSorted().join();

function refName(node: unknown): string {
  const ref = typeof node === 'object' && node !== null && '$ref' in node ? String(node.$ref) : '';
  return ref.split('/').at(-1) ?? '';
}
