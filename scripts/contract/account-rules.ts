// Rights must come from the contract: a right that no channel and no form of the JetStream API explains is a mistake or
// a hole. And the writers must be exactly those that the channel names (L2: domed cannot publish a decision).
import { covers, overlaps, patternOf } from '@dome/contracts/plain';

import type { AccountSource, ChannelDeclaration, Contract } from '../generate/document.ts';

/** The broker user behind each writer. */
const USER_OF: Readonly<Record<string, { account: string; user: string }>> = {
  dome: { account: 'DOME', user: 'dome' },
  domed: { account: 'DOMED', user: 'domed' },
  people: { account: 'PEOPLE', user: '{person}' },
  view: { account: 'VIEW', user: 'view' },
};

interface Right {
  readonly place: string;
  readonly subject: string;
}

export function accountFindings(contract: Contract): string[] {
  const accounts = contract['x-dome-accounts'];
  const forms = apiForms(contract);
  const rights = Object.entries(accounts).flatMap(([name, account]) => rightsOf(name, account));
  return [
    ...rights.flatMap((right) => rightFindings(right, contract, forms)),
    ...Object.entries(accounts).flatMap(([name, account]) => exportFindings(name, account, contract)),
    ...Object.entries(contract.channels).flatMap(([name, channel]) => writerFindings(name, channel, accounts)),
  ];
}

function rightsOf(name: string, account: AccountSource): Right[] {
  const exported = account.exports.map(({ service, stream }) => ({
    place: `account ${name} exports`,
    subject: service ?? stream ?? '',
  }));
  const held = Object.entries(account.users).flatMap(([user, { publish, subscribe }]) => [
    ...publish.map((subject) => ({ place: `user ${user} publishes`, subject })),
    ...subscribe.map((subject) => ({ place: `user ${user} subscribes`, subject })),
  ]);
  return [...exported, ...held];
}

/**
 * Every form of the broker's own subjects that a right may have, with the streams and buckets of this contract.
 * Creating a consumer is not among them, because a consumer pushes to any subject of its account.
 */
function apiForms(contract: Contract): RegExp[] {
  const { streams, buckets, objectStores } = contract['x-dome-topology'];
  const names = [
    ...Object.keys(streams),
    ...Object.keys(buckets).map((bucket) => `KV_${bucket}`),
    ...Object.keys(objectStores).map((store) => `OBJ_${store}`),
  ];
  const any = `(${names.join('|')})`;
  const own = String.raw`(\$JS|DOMED|DOME)\.API`;
  const durable = '[a-z{}*_-]+';
  return [
    String.raw`${own}\.STREAM\.(NAMES|LIST|INFO\.(\*|${any}))`,
    String.raw`${own}\.CONSUMER\.(NAMES|LIST)\.(\*|${any})`,
    String.raw`${own}\.CONSUMER\.INFO\.(\*|${any})\.(\*|${durable})`,
    String.raw`${own}\.CONSUMER\.MSG\.NEXT\.${any}\.(\*|${durable})`,
    String.raw`${own}\.INFO`,
    String.raw`${own}\.STREAM\.MSG\.GET\.\*`,
    String.raw`${own}\.STREAM\.(MSG\.GET|PURGE)\.${any}`,
    String.raw`(\$JS|DOMED|DOME)\.EVENT\.ADVISORY\.>`,
    String.raw`${own}\.DIRECT\.GET\.${any}(\.>)?`,
    String.raw`\$JS\.ACK\.(\*\.\*\.)?${any}\.(${durable}\.)?>`,
    String.raw`\$KV\.(${Object.keys(buckets).join('|')})\.>`,
    String.raw`\$O\.(${Object.keys(objectStores).join('|')})\.>`,
    String.raw`\$SRV\.>`,
    // What the server says of whoever asks, to whoever asks: `nats account info` wants it.
    String.raw`\$SYS\.REQ\.USER\.INFO`,
    String.raw`_INBOX_[a-z{}-]+\.>`,
  ].map((form) => new RegExp(`^${form}$`));
}

/** Everything of JetStream in its own account; a restore is sent in pieces beside it, and so are the receipts of a backup. */
const PROVISIONING: ReadonlySet<string> = new Set(['$JS.API.>', '$JS.SNAPSHOT.>']);

function rightFindings(right: Right, contract: Contract, forms: readonly RegExp[]): string[] {
  const { place, subject } = right;
  const provisioner = /^user [a-z]+-provisioner /.test(place);
  if (provisioner && PROVISIONING.has(subject)) return [];
  if (forms.some((form) => form.test(subject))) return [];
  const known = Object.values(contract.channels).some(
    ({ address }) => address !== null && covers(subject, patternOf(address)),
  );
  return known && subject !== '>' ? [] : [`${place} ${subject}: neither a channel nor a form of the JetStream API`];
}

/** What the broker says of streams and consumers, for operators. */
const ADVISORIES = '$JS.EVENT.ADVISORY.>';

/**
 * What an account may export: never a right to create consumers, never live subjects beyond what the broker
 * republishes.
 */
function exportFindings(name: string, account: AccountSource, contract: Contract): string[] {
  const { streams } = contract['x-dome-topology'];
  const live = Object.values(streams).flatMap(({ account: owner, republish }) =>
    owner === name && republish !== undefined ? [republish.destination] : [],
  );
  return account.exports.flatMap(({ service, stream, to }) => {
    const place = `account ${name} exports ${service ?? stream}`;
    const found = to.filter((other) => contract['x-dome-accounts'][other] === undefined || other === name);
    const nobody = found.map((other) => `${place}: to ${other}, which is no other account`);
    if ((service === undefined) === (stream === undefined)) nobody.push(`${place}: it is a service or a stream`);
    if (stream !== undefined && stream !== ADVISORIES && !live.includes(stream))
      nobody.push(`${place}: it is not what a stream is republished to`);
    if (service?.startsWith('$JS.API.CONSUMER.CREATE') === true) nobody.push(`${place}: a consumer delivers anywhere`);
    return nobody;
  });
}

function writerFindings(
  name: string,
  channel: ChannelDeclaration,
  accounts: Readonly<Record<string, AccountSource>>,
): string[] {
  if (channel.address === null) return [];
  const pattern = patternOf(channel.address);
  const writers = channel['x-dome-channel'].writers.flatMap((writer) => {
    const of = USER_OF[writer];
    return of === undefined ? [] : [`${of.account} ${of.user}`];
  });
  return Object.entries(accounts).flatMap(([account, { users }]) =>
    Object.entries(users).flatMap(([user, { publish }]) => {
      const who = `${account} ${user}`;
      if (writers.includes(who))
        return publish.some((subject) => covers(subject, pattern))
          ? []
          : [`channel ${name}: ${user} writes it, but may not publish ${channel.address}`];
      const hole = publish.find((subject) => overlaps(subject, pattern));
      return hole === undefined ? [] : [`channel ${name}: ${user} does not write it, but may publish ${hole}`];
    }),
  );
}
