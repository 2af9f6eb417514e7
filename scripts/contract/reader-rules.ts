// The readers of a channel are exactly those whose rights let them read it: a reader that nobody declared would break
// unseen, and one without rights is a promise that nobody keeps.
import { covers, overlaps, patternOf } from '@dome/contracts/plain';

import type { AccountSource, ChannelDeclaration, Contract } from '../generate/document.ts';

/** The broker user behind each reader. */
const USER_OF: Readonly<Record<string, { account: string; user: string }>> = {
  dome: { account: 'DOME', user: 'dome' },
  domed: { account: 'DOMED', user: 'domed' },
  people: { account: 'PEOPLE', user: '{person}' },
  view: { account: 'VIEW', user: 'view' },
};

export function readerFindings(contract: Contract): string[] {
  return Object.entries(contract.channels).flatMap(([name, channel]) => {
    const declared = channel['x-dome-channel'].readers;
    const able = readersOf(name, channel, contract);
    return [
      ...able
        .filter((reader) => !declared.includes(reader))
        .map((reader) => `channel ${name}: ${reader} may read it, and is not among its readers`),
      ...declared
        .filter((reader) => !able.includes(reader))
        .map((reader) => `channel ${name}: ${reader} is among its readers, and may not read it`),
    ];
  });
}

function readersOf(name: string, channel: ChannelDeclaration, contract: Contract): string[] {
  const { kind } = channel['x-dome-channel'];
  // A reply goes to whoever asked.
  if (kind === 'reply') return contract.channels[name.replace(/Reply$/, '')]?.['x-dome-channel'].writers ?? [];
  return Object.keys(USER_OF).filter((reader) => mayRead(reader, channel, contract));
}

function mayRead(reader: string, channel: ChannelDeclaration, contract: Contract): boolean {
  const { account, user } = USER_OF[reader] ?? { account: '', user: '' };
  const rights = contract['x-dome-accounts'][account]?.users[user];
  const home = homeOf(channel, contract);
  if (rights === undefined || home === undefined) return false;
  const pattern = patternOf(channel.address ?? '');
  const isHeard = account === home || isExported(contract['x-dome-accounts'][home], account, pattern);
  if (isHeard && rights.subscribe.some((subject) => overlaps(subject, pattern))) return true;
  const { stream } = channel['x-dome-channel'];
  const prefix = account === home ? '$JS.API.' : `${home}.API.`;
  return stream !== undefined && rights.publish.some((subject) => isReadOf(stream, subject, prefix));
}

/** Where it is stored or served; a live channel is where its source is, a stream or a bucket. */
function homeOf({ 'x-dome-channel': of }: ChannelDeclaration, contract: Contract): string | undefined {
  const stream = of.stream ?? contract.channels[of.liveOf ?? '']?.['x-dome-channel'].stream;
  const { streams, buckets } = contract['x-dome-topology'];
  if (stream !== undefined) return streams[stream]?.account;
  return buckets[of.liveOf ?? '']?.account ?? of.service?.toUpperCase();
}

const isExported = (home: AccountSource | undefined, to: string, pattern: string): boolean =>
  home?.exports.some(
    ({ stream, to: others }) => stream !== undefined && others.includes(to) && covers(stream, pattern),
  ) ?? false;

function isReadOf(stream: string, subject: string, prefix: string): boolean {
  const reads = ['DIRECT.GET', 'STREAM.MSG.GET', 'CONSUMER.MSG.NEXT'].map((call) => `${prefix}${call}.${stream}`);
  return reads.some((read) => subject === read || subject.startsWith(`${read}.`));
}
