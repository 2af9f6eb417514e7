// Streams, buckets, object stores and durables: what a changed setting does to what is stored, and to those who rely on it.
import { entriesAt } from '../document.ts';
import type { ContractFinding, Need } from '../finding.ts';
import { additive, breaking, findingOf, listChange, prose, settingFindings } from './change.ts';
import type { Contracts, SettingRule, ChangeVerdict } from './change.ts';
import { needOf } from './needs.ts';
import { covers } from '@dome/contracts/plain';
import { greater } from './measure.ts';

const BESIDE = 'Declare another one beside it, move readers and writers, and drop this one when it is empty.';

const moved: SettingRule = () =>
  breaking('account-changed', 'both', {
    says: 'Those who have rights in the old account no longer find it.',
    instead: BESIDE,
  });

const rebuilt =
  (what: string): SettingRule =>
  () =>
    breaking(`${what}-changed`, 'both', {
      says: 'The broker cannot change it in place, and what is stored would be lost.',
      instead: BESIDE,
    });

/** A setting that may grow and must not shrink. */
const growing =
  (kind: string, breaks: 'reader' | 'writer', says: string): SettingRule =>
  (before, after) =>
    greater(after, before)
      ? additive(`${kind}-raised`, 'More is kept or allowed than before.')
      : breaking(`${kind}-lowered`, breaks, { says, instead: 'Keep it, or raise it.' });

const maxAge = growing(
  'age',
  'reader',
  'What is older is deleted at once, and readers that are entitled to it find nothing.',
);

const direct: SettingRule = (_before, after) =>
  after === true
    ? additive('direct-read-added', 'Readers may read from any copy.')
    : breaking('direct-read-removed', 'reader', {
        says: 'Readers by direct get are refused.',
        instead: 'Keep allowDirect.',
      });

const subjects: SettingRule = (before, after) => {
  const { gone } = listChange(before, after);
  const lost = gone.filter((subject) => !(Array.isArray(after) && after.some((wide) => covers(String(wide), subject))));
  return lost.length === 0
    ? additive('subjects-added', 'It stores more subjects.')
    : breaking('subjects-removed', 'writer', {
        says: `Nothing stores ${lost.join(', ')} any more, so writers get no answer.`,
        instead: BESIDE,
      });
};

const republish: SettingRule = (before) =>
  before === undefined
    ? additive('republish-added', 'What is stored is republished.')
    : breaking('republish-changed', 'reader', {
        says: 'Those who follow the live subjects hear nothing.',
        instead: 'Keep the live subjects.',
      });

const discard: SettingRule = (_before, after) =>
  after === 'old'
    ? breaking('discard-changed', 'reader', {
        says: 'A full stream deletes its oldest messages, which readers still need.',
        instead: 'Keep discard.',
      })
    : breaking('discard-changed', 'writer', {
        says: 'A full stream refuses writers that were never refused.',
        instead: 'Keep discard.',
      });

const STREAM: Readonly<Record<string, SettingRule>> = {
  account: moved,
  description: prose,
  subjects,
  retention: rebuilt('retention'),
  discard,
  storage: rebuilt('storage'),
  maxAge,
  maxBytes: growing('size', 'writer', 'It is full sooner: writers are refused, or the oldest messages go.'),
  maxMessageBytes: growing('message-size', 'writer', 'A message that writers may send is refused.'),
  duplicateWindow: growing(
    'duplicate-window',
    'writer',
    'A writer that repeats itself after the window stores a message twice.',
  ),
  allowDirect: direct,
  compression: prose,
  republish,
};

const STORE: Readonly<Record<string, SettingRule>> = {
  account: moved,
  description: prose,
  maxAge,
  maxBytes: STREAM['maxBytes'] ?? prose,
};

const BUCKET: Readonly<Record<string, SettingRule>> = {
  ...STORE,
  perKeyTtl: (_before, after) =>
    after === true
      ? additive('key-ttl-added', 'Keys may have a time to live.')
      : breaking('key-ttl-removed', 'writer', {
          says: 'Leases that writers give their keys no longer end.',
          instead: BESIDE,
        }),
  // Compared as a schema.
  value: prose,
};

const filters: SettingRule = (before, after) => {
  const { gone, added } = listChange(before, after);
  const wide = Array.isArray(after) ? after.map(String) : [];
  const lost = gone.filter((filter) => !wide.some((other) => covers(other, filter)));
  if (lost.length > 0)
    return breaking('filters-narrowed', 'reader', {
      says: `Its readers no longer get ${lost.join(', ')}.`,
      instead: BESIDE,
    });
  return additive(
    'filters-widened',
    `It delivers ${added.join(', ')} from its position on; older ones only after a replay.`,
  );
};

/** Fewer tries than before; -1 stands for no end of them. */
const tries: SettingRule = (before, after) =>
  greater(after === -1 ? Infinity : after, before === -1 ? Infinity : before)
    ? additive('deliveries-raised', 'A message is delivered more often before it is given up.')
    : breaking('deliveries-lowered', 'reader', {
        says: 'A message is given up that used to be delivered again.',
        instead: 'Keep maxDeliver.',
      });

const CONSUMER: Readonly<Record<string, SettingRule>> = {
  description: prose,
  stream: rebuilt('stream'),
  durable: () =>
    breaking('durable-renamed', 'reader', {
      says: 'Its position is lost: under the new name everything is delivered again.',
      instead: 'Keep the name.',
    }),
  filters,
  ackWait: growing('ack-wait', 'reader', 'A reader that acks within the old time gets its message twice.'),
  maxDeliver: tries,
  maxAckPending: () => additive('ack-pending-changed', 'Another number of messages is in hand at once.'),
  each: rebuilt('template'),
};

interface Table {
  readonly name: 'streams' | 'buckets' | 'objectStores' | 'consumers';
  readonly word: string;
  readonly rules: Readonly<Record<string, SettingRule>>;
}

const TABLES: readonly Table[] = [
  { name: 'streams', word: 'stream', rules: STREAM },
  { name: 'buckets', word: 'bucket', rules: BUCKET },
  { name: 'objectStores', word: 'object store', rules: STORE },
  { name: 'consumers', word: 'durable', rules: CONSUMER },
];

export function topologyChanges(contracts: Contracts): ContractFinding[] {
  return TABLES.flatMap((table) => tableFindings(contracts, table));
}

function tableFindings(contracts: Contracts, { name, word, rules }: Table): ContractFinding[] {
  const pointer = `/x-dome-topology/${name}`;
  const before = entriesAt(contracts.base, pointer);
  const after = entriesAt(contracts.head, pointer);
  const gone = before
    .filter(([key]) => !after.some(([other]) => other === key))
    .map(([key, , spot]) => findingOf(contracts, { spot, touches: `${word} ${key}` }, removed(word)));
  const others = after.flatMap(([key, value, spot]) => {
    const touches = `${word} ${key}`;
    const [, old] = before.find(([other]) => other === key) ?? [];
    if (old === undefined)
      return [
        findingOf(contracts, { spot, touches }, additive(`${wordKind(word)}-added`, `A ${word} is added.`, 'apply')),
      ];
    return settingFindings(
      contracts,
      { spot, touches },
      { rules: withNeeds(rules, name, contracts), before: old, after: value },
    );
  });
  return [...gone, ...others];
}

const wordKind = (word: string): string => word.replaceAll(' ', '-');

const removed = (word: string): ChangeVerdict =>
  breaking(`${wordKind(word)}-removed`, 'both', {
    says: `The ${word} is gone, and what it holds with it.`,
    instead: 'Keep it until nobody in service uses it; a new major version may stand beside it.',
  });

/** What the operator does is said by the contract itself. */
function withNeeds(rules: Table['rules'], table: Table['name'], { head }: Contracts): Table['rules'] {
  const needing = ([name, rule]: [string, SettingRule]): [string, SettingRule] => [
    name,
    (before, after) => needs(rule(before, after), needOf(head, { table, name })),
  ];
  return Object.fromEntries(Object.entries(rules).map(needing));
}

const needs = (verdict: ChangeVerdict | undefined, need: Need): ChangeVerdict | undefined =>
  verdict === undefined ? undefined : { ...verdict, needs: need };
