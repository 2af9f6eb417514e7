// Everything that the contract forbids a user, as attempts at it: every channel, every call of JetStream on every stream,
// every inbox of another. Derived from the contract, so that whatever is added to it is tried, too. Pure.
import { ACCOUNTS, ADDRESSES, inboxPrefixOf, TOPOLOGY } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import { covers, patternOf } from '@dome/contracts/plain';

import { ACK_PREFIX, FLOW_PREFIX, kv, objectStore, OWN_API, serviceControl } from '../wire.ts';

export interface ForbiddenAttempt {
  readonly user: string;
  readonly kind: 'publish' | 'subscribe' | 'answer';
  readonly subject: string;
  /** For an answer: what the broker is asked, so that it answers on the subject. */
  readonly asks?: string;
}

export interface BrokerUser {
  /** As it logs in. */
  readonly name: string;
  /** As the contract calls it: a person is `{person}` there, a program with durables of its own `{reader}`. */
  readonly declared: string;
  readonly account: string;
}

/** A user of the contract by the name that it logs in with; everybody else is a person, or what the caller knows. */
export function brokerUser(name: string, otherwise: 'person' | 'reader' = 'person'): BrokerUser {
  const accounts = Object.entries(ACCOUNTS);
  const declared = accounts.some(([, { users }]) => Object.hasOwn(users, name)) ? name : `{${otherwise}}`;
  const [account = ''] = accounts.find(([, { users }]) => Object.hasOwn(users, declared)) ?? [];
  return { name, declared, account };
}

export interface AttemptOptions {
  readonly user: BrokerUser;
  /** A name that nothing else has: what is heard or stored under it came from an attempt. */
  readonly mark: string;
  /** Instead of the declared accounts. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
}

/** What the user must not do, each as one attempt. What it may do is not among them. */
export function forbiddenAttempts(options: AttemptOptions): ForbiddenAttempt[] {
  const { user, mark } = options;
  const { publish, subscribe } = rightsOf(options);
  const isAllowed = (rights: readonly string[], subject: string): boolean =>
    rights.some((right) => covers(right, subject));
  return [
    ...publications(mark)
      .filter((subject) => !isAllowed(publish, subject))
      .map((subject): ForbiddenAttempt => ({ user: user.name, kind: 'publish', subject })),
    ...subscriptions(mark)
      .filter((subject) => !isAllowed(subscribe, subject))
      .map((subject): ForbiddenAttempt => ({ user: user.name, kind: 'subscribe', subject })),
    ...answers(options, publish),
  ];
}

function rightsOf({ user, accounts = ACCOUNTS }: AttemptOptions): { publish: string[]; subscribe: string[] } {
  const declared = accounts[user.account]?.users[user.declared];
  const named = (subject: string): string => subject.replaceAll(user.declared, user.name);
  return { publish: (declared?.publish ?? []).map(named), subscribe: (declared?.subscribe ?? []).map(named) };
}

const STORES = [
  ...Object.keys(TOPOLOGY.streams),
  ...Object.keys(TOPOLOGY.buckets).map((bucket) => `KV_${bucket}`),
  ...Object.keys(TOPOLOGY.objectStores).map((store) => `OBJ_${store}`),
];
/** The account's own API, and those of the planes as other accounts see them. */
const API_PREFIXES = [OWN_API, 'DOMED.API', 'DOME.API'];

const ON_STREAMS = (
  'STREAM.INFO STREAM.CREATE STREAM.UPDATE STREAM.DELETE STREAM.PURGE STREAM.SNAPSHOT STREAM.RESTORE ' +
  'STREAM.LEADER.STEPDOWN STREAM.MSG.GET STREAM.MSG.DELETE DIRECT.GET CONSUMER.NAMES CONSUMER.LIST CONSUMER.CREATE'
).split(' ');
const ON_DURABLES = (
  'CONSUMER.CREATE CONSUMER.DURABLE.CREATE CONSUMER.DELETE CONSUMER.INFO CONSUMER.MSG.NEXT CONSUMER.PAUSE ' +
  'CONSUMER.UNPIN CONSUMER.LEADER.STEPDOWN'
).split(' ');

/** Each consumer of the contract; that of a template for something called like the mark, which is not the user's own. */
const durablesFor = (mark: string): { stream: string; durable: string }[] =>
  Object.values(TOPOLOGY.consumers).map(({ stream, durable }) => ({ stream, durable: filled(durable, mark) }));

/** A delivery that there never was, in both forms of the server. */
const acksOf = (of: { stream: string; durable: string }, mark: string): string[] =>
  ['', `${mark}.${mark}.`].map((before) => `${ACK_PREFIX}${before}${of.stream}.${of.durable}.1.1.1.1.0`);

/** Exact subjects, one of each kind that there is. */
function publications(mark: string): string[] {
  const durables = durablesFor(mark);
  const calls = API_PREFIXES.flatMap((prefix) => [
    ...['INFO', 'STREAM.NAMES', 'STREAM.LIST'].map((call) => `${prefix}.${call}`),
    ...STORES.flatMap((store) => [
      ...ON_STREAMS.map((call) => `${prefix}.${call}.${store}`),
      ...ON_DURABLES.map((call) => `${prefix}.${call}.${store}.${mark}`),
    ]),
    ...durables.flatMap(({ stream, durable }) => ON_DURABLES.map((call) => `${prefix}.${call}.${stream}.${durable}`)),
  ]);
  return [
    ...ADDRESSES.map((address) => filled(address, mark)),
    ...calls,
    ...Object.keys(TOPOLOGY.streams).flatMap((stream) => acksOf({ stream, durable: mark }, mark)),
    ...durables.flatMap((of) => acksOf(of, mark)),
    ...Object.keys(TOPOLOGY.buckets).map((bucket) => kv.subject(bucket, mark)),
    ...Object.keys(TOPOLOGY.objectStores).flatMap((store) => [
      objectStore.chunk(store, mark),
      objectStore.meta(store, mark),
    ]),
    ...inboxes(mark),
    `${serviceControl.prefix}.PING`,
    `${FLOW_PREFIX}${mark}`,
    '$SYS.REQ.SERVER.PING',
  ];
}

const filled = (template: string, mark: string): string => template.replaceAll(/\{\w+\}/g, mark);

/** Of every declared user, and of a person that nobody is. */
function inboxes(mark: string): string[] {
  const users = Object.values(ACCOUNTS).flatMap(({ users: of }) => Object.keys(of));
  return [...users.filter((name) => !name.startsWith('{')), mark].map((name) => `${inboxPrefixOf(name)}.${mark}`);
}

function subscriptions(mark: string): string[] {
  const beginnings = [...publications(mark), ...ADDRESSES].flatMap((subject) => {
    const [first = '', second = ''] = subject.split('.');
    return [`${first}.>`, `${first}.${second}.>`];
  });
  const wide = ['>', '*.>', '_R_.>', ...beginnings].filter((subject) => !subject.includes(mark));
  const others = inboxes(mark).map((inbox) => inbox.replace(new RegExp(`${mark}$`), '>'));
  return [...new Set([...ADDRESSES.map(patternOf), ...wide, ...others])];
}

/** What an account stores and republishes: the subjects that an answer may forge. */
const OWNED = Object.values<StreamFacts>(TOPOLOGY.streams).flatMap(({ account, subjects, republish }) => [
  ...subjects.map((subject) => ({ account, subject, isLive: false })),
  ...(republish === undefined ? [] : [{ account, subject: republish.destination, isLive: true }]),
]);

interface StreamFacts {
  readonly account: string;
  readonly subjects: readonly string[];
  readonly republish?: { readonly destination: string };
}

/**
 * The broker sends its answer wherever the reply subject says: a way to write what one may not publish. Inside an account
 * nothing keeps a user from that, so the accounts are the wall: every call that the user may make is answered on every subject
 * that another account owns.
 */
function answers({ user, mark }: AttemptOptions, publish: readonly string[]): ForbiddenAttempt[] {
  const asked = publish.filter((right) => ANSWERED.test(right)).map((right) => right.replaceAll(/[*>]/g, mark));
  const targets = ADDRESSES.map((address) => filled(address, mark)).filter(
    (subject) =>
      !publish.some((right) => covers(right, subject)) &&
      OWNED.some(
        (owned) =>
          owned.account !== user.account && covers(owned.subject, subject) && !(owned.isLive && !isPlane(user.account)),
      ),
  );
  return asked.flatMap((asks) =>
    targets.map((subject): ForbiddenAttempt => ({ user: user.name, kind: 'answer', subject, asks })),
  );
}

const isPlane = (account: string): boolean => ACCOUNTS[account]?.jetstream === true;

/** What the broker answers by itself, whatever is asked. */
const ANSWERED = /\.API\.(STREAM\.(INFO|NAMES|LIST|MSG\.GET)|CONSUMER\.(INFO|NAMES|LIST|MSG\.NEXT)|DIRECT\.GET)/;
