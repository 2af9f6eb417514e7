// Two daemons at one lock, exhaustively: every order of their reads, writes, pauses, deaths and the passing of time, with
// the product's own `reconcile`. A write is decided at one moment and stored at a later one, or never; a daemon that does
// nothing is a paused one. What may never be: two attempts that run under the lock at the same time.
import { describe, expect, test } from 'vitest';

import { reconcile } from '../../src/locks/reconcile.ts';
import type { ReconcileView } from '../../src/locks/reconcile.ts';
import { emptyTable } from '../../src/locks/table.ts';
import type { LockTable, LockTicket } from '../../src/locks/table.ts';
import { ticketOf } from './ticket.ts';

/** One unit of time is the smallest difference that counts. */
const lease = { leaseMs: 3, marginMs: 1 };
const safety = 1;

interface Daemon {
  /** What it last read or wrote, and whether nobody has written since. */
  readonly table: LockTable;
  readonly isCurrent: boolean;
  readonly wants: boolean;
  /** Its program runs until then, whatever becomes of the daemon: the launcher kills it at that time. */
  readonly runsUntil: number;
  readonly hasRun: boolean;
  /** On its way to the broker, and whether it will still be accepted there. */
  readonly sent: { readonly table: LockTable; readonly isValid: boolean } | undefined;
  readonly isDead: boolean;
}

/** Times are counted from now on: time goes on by making all of them smaller. */
interface World {
  readonly stored: LockTable;
  readonly daemons: readonly [Daemon, Daemon];
}

type Modes = readonly [LockTicket['mode'], LockTicket['mode']];

/** How the product behaves; a test changes one of these, and the search must find what comes of it. */
interface Rules {
  readonly reconcile: typeof reconcile;
  /** How long after the end of the lease, as its holder counts it, the program is killed. */
  readonly killedLateBy: number;
}

const product: Rules = { reconcile, killedLateBy: 0 };

const fresh: Daemon = {
  table: emptyTable('lock'),
  isCurrent: true,
  wants: true,
  runsUntil: 0,
  hasRun: false,
  sent: undefined,
  isDead: false,
};

const isRunning = ({ runsUntil }: Daemon): boolean => runsUntil > 0;
const tickets = [0, 1].map((who) => ticketOf(`t${who}`, { instance: `domed-${who}` }));

function* stepsOf(world: World, who: 0 | 1, { modes, rules }: Setting): Generator<World> {
  const { stored, daemons } = world;
  const daemon = daemons[who];
  const other = daemons[who === 0 ? 1 : 0];
  const mine: LockTicket = { ...ticketOf(`t${who}`), ...tickets[who], mode: modes[who], expiresAtMs: lease.leaseMs };
  const both = (own: Daemon, others: Daemon, table = stored): World => ({
    stored: table,
    daemons: who === 0 ? [own, others] : [others, own],
  });
  const set = (change: Partial<Daemon>): World => both({ ...daemon, ...change }, other);
  // What is on its way is stored, or lost, whatever became of its daemon; its answer may be lost as well.
  if (daemon.sent !== undefined) {
    const { table, isValid } = daemon.sent;
    if (isValid) {
      const sent = other.sent === undefined ? undefined : { ...other.sent, isValid: false };
      const behind = { ...other, isCurrent: false, sent };
      yield both({ ...daemon, sent: undefined, table, isCurrent: true }, behind, table);
      yield both({ ...daemon, sent: undefined, isCurrent: false }, behind, table);
    }
    yield set({ sent: undefined });
  }
  if (daemon.isDead) return;
  // Its processes die with it.
  yield set({ isDead: true, runsUntil: 0 });
  if (!daemon.isCurrent) yield set({ table: stored, isCurrent: true });
  const safeFor = safeForOf(daemon.table, mine);
  const killedAfter = safeFor + rules.killedLateBy;
  if (safeFor > 0 && daemon.wants && !daemon.hasRun) yield set({ runsUntil: killedAfter, hasRun: true });
  // A renewal moves the time at which the launcher kills.
  if (isRunning(daemon) && killedAfter > daemon.runsUntil) yield set({ runsUntil: killedAfter });
  if (isRunning(daemon)) yield set({ runsUntil: 0, wants: false });
  if (daemon.sent !== undefined) return;
  const isLost = daemon.hasRun && safeFor <= 0;
  const wanted = daemon.wants && !isLost ? [mine] : [];
  const left = new Set(wanted.length === 0 && !isRunning(daemon) ? [mine.ticket] : []);
  const next = rules.reconcile({ table: daemon.table, wanted, left, nowMs: 0, lease });
  if (next !== daemon.table) yield set({ sent: { table: next, isValid: daemon.isCurrent } });
}

/** How much longer the daemon may rely on its lease. */
function safeForOf(table: LockTable, { ticket }: LockTicket): number {
  const entry = table.holders.find((holder) => holder.ticket === ticket);
  return entry === undefined ? 0 : entry.expiresAtMs - safety;
}

function later({ stored, daemons: [a, b] }: World): World {
  return { stored: tableLater(stored), daemons: [daemonLater(a), daemonLater(b)] };
}

function daemonLater(daemon: Daemon): Daemon {
  const { table, sent, runsUntil } = daemon;
  return {
    ...daemon,
    table: tableLater(table),
    runsUntil: Math.max(0, runsUntil - 1),
    sent: sent === undefined ? undefined : { ...sent, table: tableLater(sent.table) },
  };
}

/** What is over for longer than anybody waits is over. */
function tableLater({ key, holders, waiting }: LockTable): LockTable {
  const aged = (of: LockTicket): LockTicket => ({ ...of, expiresAtMs: Math.max(-lease.marginMs, of.expiresAtMs - 1) });
  return { key, holders: holders.map(aged), waiting: waiting.map(aged) };
}

/** The same text for the same state. */
function textOf({ stored, daemons }: World): string {
  const table = ({ holders, waiting }: LockTable): string =>
    [holders, waiting].map((list) => list.map((of) => `${of.ticket}${of.expiresAtMs}`).join(',')).join('/');
  const daemon = (of: Daemon): string => {
    const sent = of.sent === undefined ? '' : `${table(of.sent.table)}${of.sent.isValid ? '!' : ''}`;
    if (of.isDead) return `x${sent}`;
    return [table(of.table), of.isCurrent, of.wants, of.runsUntil, of.hasRun, sent].join(' ');
  };
  return [table(stored), ...daemons.map(daemon)].join('|');
}

interface Setting {
  readonly modes: Modes;
  readonly rules: Rules;
}

interface Found {
  readonly states: number;
  /** Whether both can run at the same time; the search ends there. */
  readonly overlaps: boolean;
  /** Whether both can run at all. */
  readonly bothRan: boolean;
}

function search(setting: Setting): Found {
  const first: World = { stored: emptyTable('lock'), daemons: [fresh, fresh] };
  const open = [first];
  const known = new Set([textOf(first)]);
  let [overlaps, bothRan] = [false, false];
  for (let world = open.pop(); world !== undefined && !overlaps; world = open.pop()) {
    const [a, b] = world.daemons;
    overlaps ||= isRunning(a) && isRunning(b);
    bothRan ||= a.hasRun && b.hasRun;
    for (const reached of [...stepsOf(world, 0, setting), ...stepsOf(world, 1, setting), later(world)]) {
      const text = textOf(reached);
      if (known.has(text)) continue;
      known.add(text);
      open.push(reached);
    }
  }
  return { states: known.size, overlaps, bothRan };
}

const limit = { timeout: 120_000 };

describe('two daemons, killed and paused at any moment', () => {
  test.each<[Modes, number]>([
    [['exclusive', 'exclusive'], 327_029],
    [['exclusive', 'shared'], 327_029],
  ])('never run attempts together that are %s', limit, (modes, states) => {
    expect(search({ modes, rules: product })).toEqual({ states, overlaps: false, bothRan: true });
  });

  test('may run two shared attempts together', limit, () => {
    expect(search({ modes: ['shared', 'shared'], rules: product }).overlaps).toBe(true);
  });
});

/** Whatever the daemon does not want, whether its program is dead or not. */
function leftTooEarly({ table, wanted }: ReconcileView): ReadonlySet<string> {
  const all = [...table.holders, ...table.waiting].map(({ ticket }) => ticket);
  return new Set(wanted.length > 0 ? [] : all.filter((ticket) => ticket === 't0'));
}

describe('the search finds what comes of', () => {
  const found = (rules: Partial<Rules>): boolean =>
    search({ modes: ['exclusive', 'exclusive'], rules: { ...product, ...rules } }).overlaps;

  test('a program that outlives the lease of a paused daemon', limit, () => {
    expect(found({ killedLateBy: lease.marginMs + safety + 1 })).toBe(true);
  });

  test('a daemon that takes the place of a holder before its lease is over', limit, () => {
    expect(found({ reconcile: (view) => reconcile({ ...view, lease: { ...lease, marginMs: -safety - 1 } }) })).toBe(
      true,
    );
  });

  test('a daemon that gives back a lost lock while its program is still being killed', limit, () => {
    expect(found({ reconcile: (view) => reconcile({ ...view, left: leftTooEarly(view) }), killedLateBy: 1 })).toBe(
      true,
    );
  });
});
