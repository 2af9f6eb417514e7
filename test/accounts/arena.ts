// A broker with the four accounts, every user connected, and a listener in each account that hears everything: the effect
// of an attempt is judged by what was stored and heard, never by what the attacker was told.
import type { NatsConnection, PermissionViolationError as Violation } from '@nats-io/transport-node';
import { PermissionViolationError } from '@nats-io/transport-node';

import { OWN_STREAMS } from './forgeries.ts';
import type { Forgery } from './forgeries.ts';
import type { AccountDeclaration } from '@dome/contracts';
import { eventually, startPlanesServer, tapUser } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

export const ACCOUNT_OF: Readonly<Record<string, string>> = {
  domed: 'DOMED',
  dome: 'DOME',
  ada: 'PEOPLE',
  grace: 'PEOPLE',
  view: 'VIEW',
  board: 'VIEW',
  other: 'VIEW',
};

/** Programs that read with durables of their own. */
const READERS = ['board', 'other'];

const ACCOUNTS = ['DOMED', 'DOME', 'PEOPLE', 'VIEW'];

export interface Heard {
  readonly account: string;
  readonly subject: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** Where an answer would go; a delivered message has an ack subject there, and shows its stored subject. */
  readonly reply: string;
}

export interface Listener extends Disposable {
  readonly account: string;
  readonly hasHeard: boolean;
}

export interface Arena extends AsyncDisposable {
  readonly planes: PlanesServer;
  as(user: string): NatsConnection;
  /** Refusals of the broker so far, as `publish dome.evt.job.x`. */
  refusals(user: string): readonly string[];
  readonly heard: readonly Heard[];
  /** Everything that the server sent before this call has been heard. */
  quiet(): Promise<void>;
  /** How many messages each stream has ever taken. */
  stored(): Promise<Readonly<Record<string, number>>>;
  /** What a user of that account would hear: the broker pushes only where somebody listens on the very subject. */
  listen(account: string, subject: string): Promise<Listener>;
  /** Lines that say how an attempt succeeded; none if it was refused or had no effect. */
  attempt(forgery: Forgery): Promise<string[]>;
}

export async function openArena(accounts?: Readonly<Record<string, AccountDeclaration>>): Promise<Arena> {
  await using stack = new AsyncDisposableStack();
  const skills = [{ pool: 'default', skill: 'echo' }];
  const readers = READERS.map((name) => ({ name, filters: ['>'] }));
  const planes = stack.use(
    await startPlanesServer({ skills, readers, ...(accounts === undefined ? {} : { accounts }) }),
  );
  const names = [...Object.keys(ACCOUNT_OF), 'domed-provisioner', 'dome-provisioner'];
  const users = new Map<string, NatsConnection>();
  for (const name of names) users.set(name, await planes.connectAs(name));
  const refused = new Map(names.map((name) => [name, [] as string[]]));
  for (const [name, nc] of users) void collectRefusals(nc, refused.get(name) ?? []);
  const heard: Heard[] = [];
  const taps = new Map<string, NatsConnection>();
  for (const account of ACCOUNTS) taps.set(account, await tap(planes, account, heard));
  const owned = stack.move();
  const as = (user: string): NatsConnection => {
    const nc = users.get(user);
    if (nc === undefined) throw new Error(`${user} is not in the arena`);
    return nc;
  };
  const arena: Omit<Arena, 'attempt'> = {
    planes,
    as,
    refusals: (user) => refused.get(user) ?? [],
    heard,
    quiet: async () => {
      for (const nc of [...users.values(), ...taps.values()]) await nc.flush();
    },
    listen: async (account, subject) => {
      const nc = taps.get(account);
      let hasHeard = false;
      const subscription = nc?.subscribe(subject, { callback: () => void (hasHeard = true) });
      await nc?.flush();
      return {
        account,
        get hasHeard() {
          return hasHeard;
        },
        [Symbol.dispose]: () => subscription?.unsubscribe(),
      };
    },
    stored: async () => await storedIn(as),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
  return { ...arena, attempt: (forgery) => attempt(arena, forgery) };
}

async function tap(planes: PlanesServer, account: string, heard: Heard[]): Promise<NatsConnection> {
  const nc = await planes.connectAs(tapUser(account));
  nc.subscribe('>', {
    callback: (_error, message) => {
      const headers = new Map([...(message.headers ?? [])].map(([name, values]) => [name, values.join()]));
      heard.push({ account, subject: message.subject, headers, text: message.string(), reply: message.reply ?? '' });
    },
  });
  await nc.flush();
  return nc;
}

async function collectRefusals(nc: NatsConnection, into: string[]): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) continue;
    const { operation, subject }: Violation = status.error;
    into.push(`${operation} ${subject}`);
  }
}

async function storedIn(as: (user: string) => NatsConnection): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { stream, provisioner } of OWN_STREAMS) {
    const info = (await as(provisioner).request(`$JS.API.STREAM.INFO.${stream}`)).json<{
      state?: { last_seq: number };
    }>();
    counts[stream] = info.state?.last_seq ?? -1;
  }
  return counts;
}

/** The attacker's own account hears what it sends, and its refusals are counted: either means that the attempt is over. */
async function attempt(arena: Omit<Arena, 'attempt'>, forgery: Forgery): Promise<string[]> {
  const { user, publish, reply, payload = 'forged', headers, lands } = forgery;
  const target = reply ?? publish;
  const home = ACCOUNT_OF[user] ?? '';
  using listeners = new DisposableStack();
  const others: Listener[] = [];
  for (const account of ACCOUNTS) {
    const listener = listeners.use(await arena.listen(account, target));
    if (account !== home) others.push(listener);
  }
  const before = await arena.stored();
  const heardBefore = arena.heard.length;
  const refusalsBefore = arena.refusals(user).length;
  const nc = arena.as(user);
  nc.publish(publish, payload, {
    ...(reply === undefined ? {} : { reply }),
    ...(headers === undefined ? {} : { headers }),
  });
  await nc.flush();
  const isRefused = (): boolean => arena.refusals(user).slice(refusalsBefore).includes(`publish ${publish}`);
  const heard = (): Heard[] => arena.heard.slice(heardBefore);
  // At home the subject of a delivery is the one it is stored under; elsewhere its way to the asker passes through the account of
  // its stream, so that only who listens on the very target knows that it came there.
  const isHome = ({ account, subject, reply: answer }: Heard): boolean =>
    account === home && (subject === target || isDelivery(answer));
  const landed = lands !== 'at home' || (await comesTrue(() => isRefused() || heard().some(isHome)));
  await arena.quiet();
  const after = await arena.stored();
  const grown = Object.keys(after).filter(
    (stream) => after[stream] !== before[stream] && !(forgery.mayStore ?? []).includes(stream),
  );
  const reached = new Set([
    ...others.filter(({ hasHeard }) => hasHeard).map(({ account }) => account),
    ...heard().flatMap(({ account, subject }) => (account !== home && subject === target ? [account] : [])),
  ]);
  const attacker = `${user} ${publish}${reply === undefined ? '' : ` answered on ${reply}`}`;
  return [
    ...(forgery.refused === true && !isRefused() ? [`${attacker}: the broker does not refuse it`] : []),
    ...(landed ? [] : [`${attacker}: nothing came of it at home, so the wall was not tried`]),
    ...grown.map((stream) => `${attacker}: ${stream} stored it`),
    ...[...reached].map((account) => `${attacker}: ${account} heard it`),
  ];
}

/** A long time for a local server. */
const LANDING_MS = 2_000;

async function comesTrue(check: () => boolean): Promise<boolean> {
  try {
    return await eventually(check, { timeoutMs: LANDING_MS, stepMs: 2 });
  } catch {
    return false;
  }
}

const isDelivery = (reply: string): boolean => reply.startsWith('$JS.ACK.');
