// Rights: what a user loses breaks it, what it gains is looser if it reaches what was there before.
import type { JsonObject } from '@dome/contracts/plain';

import { entriesAt } from '../document.ts';
import type { ContractDocument, Spot } from '../document.ts';
import type { ContractFinding } from '../finding.ts';
import { isSame, listOf, objectOf, textOf, textsOf } from '../json.ts';
import { covers, overlaps, patternOf } from '@dome/contracts/plain';
import { additive, breaking, findingOf, inside } from './change.ts';
import type { Contracts, ChangeVerdict } from './change.ts';

export function accountChanges(contracts: Contracts): ContractFinding[] {
  const before = entriesAt(contracts.base, '/x-dome-accounts');
  const after = entriesAt(contracts.head, '/x-dome-accounts');
  const gone = before
    .filter(([name]) => !after.some(([other]) => other === name))
    .map(([name, , spot]) => findingOf(contracts, { spot, touches: `account ${name}` }, removed('account')));
  return [
    ...gone,
    ...after.flatMap(([name, account, spot]) => {
      const [, old] = before.find(([other]) => other === name) ?? [];
      if (old === undefined)
        return [
          findingOf(contracts, { spot, touches: `account ${name}` }, additive('account-added', 'An account is added.')),
        ];
      const compared = { contracts, name, spot, old, account, reached: reachedBefore(contracts, old) };
      return [...flagFindings(compared), ...exportFindings(compared), ...userFindings(compared)];
    }),
  ];
}

const removed = (what: string): ChangeVerdict =>
  breaking(`${what}-removed`, 'both', {
    says: `Whoever is the ${what} can do nothing any more.`,
    instead: `Keep the ${what}.`,
  });

interface Compared {
  readonly contracts: Contracts;
  readonly name: string;
  readonly spot: Spot;
  readonly old: JsonObject;
  readonly account: JsonObject;
  readonly reached: Reached;
}

/** What a provisioner may do is everything, and says nothing of what others reach. */
const EVERYTHING = /^\$[A-Z]+\.API\.>$/;

/** What the earlier contract has that a subject may reach. */
interface Reached {
  /** Its channels, and those rights and exports of the account that are of no channel: calls of the broker, inboxes. */
  readonly subjects: readonly string[];
  /** Names of streams, as the broker knows them, that only the later contract has. */
  readonly newStores: ReadonlySet<string>;
}

function reachedBefore({ base, head }: Contracts, account: JsonObject): Reached {
  const channels = entriesAt(base, '/channels').flatMap(([, { address }]) => textOf(address) ?? []);
  const patterns = channels.map(patternOf);
  const exports = exportsOf(account).map(({ subject }) => subject);
  const rights = Object.values(objectOf(account['users'])).flatMap((user) => [
    ...textsOf(objectOf(user)['publish']),
    ...textsOf(objectOf(user)['subscribe']),
  ]);
  const isOfBroker = (subject: string): boolean =>
    !EVERYTHING.test(subject) && !patterns.some((pattern) => overlaps(subject, pattern));
  const before = new Set(storesOf(base));
  return {
    subjects: [...patterns, ...[...exports, ...rights].filter(isOfBroker)],
    newStores: new Set(storesOf(head).filter((store) => !before.has(store))),
  };
}

function storesOf(document: ContractDocument): string[] {
  const names = (table: string): string[] => entriesAt(document, `/x-dome-topology/${table}`).map(([name]) => name);
  return [
    ...names('streams'),
    ...names('buckets').flatMap((bucket) => [bucket, `KV_${bucket}`]),
    ...names('objectStores').flatMap((store) => [store, `OBJ_${store}`]),
  ];
}

/** A right is looser if it reaches something that was there before; if it reaches only what is new, it belongs to that. */
function gained(subject: string, { subjects, newStores }: Reached, who: string): ChangeVerdict {
  const isNew = subject.split('.').some((token) => newStores.has(token));
  if (isNew || !subjects.some((other) => overlaps(subject, other)))
    return additive('right-added', `${who} may use something new.`);
  return loosened(subject, who);
}

const loosened = (subject: string, who: string): ChangeVerdict => ({
  severity: 'loosening',
  kind: 'right-loosened',
  breaks: 'nobody',
  says: `${who} may now use ${subject}, which the contract had before without that right.`,
  instead: 'Give the right to nobody who does not need it, and name the reason.',
});

const lost = (subject: string, who: string, breaks: 'reader' | 'writer'): ChangeVerdict =>
  breaking('right-removed', breaks, {
    says: `${who} in service is refused ${subject}.`,
    instead: 'Keep the right until nobody in service uses it.',
  });

function flagFindings({ contracts, name, spot, old, account }: Compared): ContractFinding[] {
  if (isSame(old['jetstream'], account['jetstream'])) return [];
  const where = { spot: inside(spot, 'jetstream'), touches: `account ${name}` };
  const verdict = account['jetstream'] === true ? loosened('JetStream', name) : lost('JetStream', name, 'writer');
  return [findingOf(contracts, where, verdict)];
}

function userFindings(compared: Compared): ContractFinding[] {
  const { contracts, spot, old, account } = compared;
  const before = objectOf(old['users']);
  const after = objectOf(account['users']);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((user) => {
    const where = { spot: inside(inside(spot, 'users'), user), touches: `user ${user}` };
    if (!(user in after)) return [findingOf(contracts, where, removed('user'))];
    if (!(user in before))
      return [
        findingOf(contracts, where, additive('user-added', `The user ${user} is added, with rights of its own.`)),
      ];
    const [olds, news] = [objectOf(before[user]), objectOf(after[user])];
    return [
      ...rightFindings(compared, { user, right: 'publish', spot: where.spot }),
      ...rightFindings(compared, { user, right: 'subscribe', spot: where.spot }),
      ...responseVerdicts(olds, news, user).map((verdict) =>
        findingOf(contracts, { spot: inside(where.spot, 'responses'), touches: where.touches }, verdict),
      ),
    ];
  });
}

interface Rights {
  readonly user: string;
  readonly right: 'publish' | 'subscribe';
  /** Of the user. */
  readonly spot: Spot;
}

function rightFindings(
  { contracts, old, account, reached }: Compared,
  { user, right, spot }: Rights,
): ContractFinding[] {
  const subjectsOf = (of: JsonObject) => textsOf(objectOf(objectOf(of['users'])[user])[right]);
  const [before, after] = [subjectsOf(old), subjectsOf(account)];
  const place = (index: number) => ({ spot: inside(inside(spot, right), index), touches: `user ${user}` });
  const missing = before.flatMap((subject, index) =>
    after.some((wide) => covers(wide, subject))
      ? []
      : [
          findingOf(
            contracts,
            { ...place(index), values: { before: subject } },
            lost(subject, user, right === 'publish' ? 'writer' : 'reader'),
          ),
        ],
  );
  const added = after.flatMap((subject, index) =>
    before.some((wide) => covers(wide, subject))
      ? []
      : [findingOf(contracts, { ...place(index), values: { after: subject } }, gained(subject, reached, user))],
  );
  return [...missing, ...added];
}

function responseVerdicts(before: JsonObject, after: JsonObject, user: string): ChangeVerdict[] {
  if ((before['responses'] === true) === (after['responses'] === true)) return [];
  const subject = 'the reply subject of whatever it is asked';
  return [after['responses'] === true ? loosened(subject, user) : lost(subject, user, 'reader')];
}

/** One subject to one other account. */
interface Export {
  readonly index: number;
  readonly subject: string;
  readonly other: string;
  /** Everything else that it says: how it is mapped, stamped and answered. */
  readonly terms: JsonObject;
}

function exportsOf(account: JsonObject): Export[] {
  return listOf(account['exports']).flatMap((entry, index) => {
    const { to, service, stream, ...terms } = objectOf(entry);
    const subject = textOf(service) ?? textOf(stream) ?? '';
    return textsOf(to).map((other) => ({ index, subject, other, terms }));
  });
}

/** An export is one for each account that it goes to. */
function exportFindings({ contracts, name, spot, old, account, reached }: Compared): ContractFinding[] {
  const [before, after] = [exportsOf(old), exportsOf(account)];
  const found = (one: Export, values: { before?: unknown; after?: unknown }, verdict: ChangeVerdict): ContractFinding =>
    findingOf(
      contracts,
      { spot: inside(inside(spot, 'exports'), one.index), touches: `account ${name}`, values },
      verdict,
    );
  const isIn = (all: readonly Export[], one: Export): boolean =>
    all.some(({ subject, other }) => other === one.other && covers(subject, one.subject));
  const shown = ({ subject, other, terms }: Export): JsonObject => ({ subject, to: other, ...terms });
  return [
    ...before
      .filter((one) => !isIn(after, one))
      .map((one) => found(one, { before: shown(one) }, lost(one.subject, one.other, 'reader'))),
    ...after
      .filter((one) => !isIn(before, one))
      .map((one) => found(one, { after: shown(one) }, gained(one.subject, reached, one.other))),
    ...after.flatMap((one) => {
      const former = before.find(({ subject, other }) => other === one.other && subject === one.subject);
      if (former === undefined || isSame(former.terms, one.terms)) return [];
      return [found(one, { before: shown(former), after: shown(one) }, exportChanged(one))];
    }),
  ];
}

const exportChanged = ({ subject, other }: Export): ChangeVerdict =>
  breaking('export-changed', 'both', {
    says: `${other} finds ${subject} under another name, or unstamped, or unanswered.`,
    instead: 'Export it a second time with the new terms.',
  });
