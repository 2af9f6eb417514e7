// What one daemon does to the table of a lock, decided from what the table says and what the daemon wants: it drops who
// is out of time, gives back what it does not want any more, asks for what it lacks, and renews the rest. One step
// serves all its jobs at this lock, so that a hot lock costs a write for each change and not for each job. Pure.
import { ask, expire, release, renew } from './table.ts';
import type { LockTable, LockTicket } from './table.ts';

export interface ReconcileView {
  readonly table: LockTable;
  /** The daemon's tickets that want a place, in order of asking. */
  readonly wanted: readonly LockTicket[];
  /**
   * Those that want none any more. What is in neither list stays as it is: a lock that was lost while its attempt is
   * being killed, and whatever another process holds, under whatever name.
   */
  readonly left: ReadonlySet<string>;
  readonly nowMs: number;
  readonly lease: LeaseTimes;
}

export interface LeaseTimes {
  readonly leaseMs: number;
  readonly marginMs: number;
}

/** Renewed when a third of the lease has passed, and with every other change of the daemon. */
const RENEWED_PART = 2 / 3;

export function reconcile({ table, wanted, left, nowMs, lease }: ReconcileView): LockTable {
  const mine = ticketsOf(wanted);
  let next = release(expire(table, { nowMs, marginMs: lease.marginMs }), left, nowMs);
  for (const ticket of wanted) next = ask(next, ticket, nowMs);
  const isDue = renewable(next, mine).some(({ expiresAtMs }) => expiresAtMs - nowMs <= lease.leaseMs * RENEWED_PART);
  return isDue || next !== table ? renew(next, mine, nowMs + lease.leaseMs) : table;
}

/** When this daemon must look at the table again although nobody tells it to; Infinity if never. */
export function lookAgainAt({ table, wanted, lease }: Pick<ReconcileView, 'table' | 'wanted' | 'lease'>): number {
  const mine = ticketsOf(wanted);
  const renewals = renewable(table, mine).map(({ expiresAtMs }) => expiresAtMs - lease.leaseMs * RENEWED_PART);
  const isWaiting = table.waiting.some(({ ticket }) => mine.has(ticket));
  const others = isWaiting ? everyone(table).filter(({ ticket }) => !mine.has(ticket)) : [];
  return Math.min(...renewals, ...others.map(({ expiresAtMs }) => expiresAtMs + lease.marginMs));
}

const everyone = ({ holders, waiting }: LockTable): readonly LockTicket[] => [...holders, ...waiting];

const ticketsOf = (tickets: readonly LockTicket[]): ReadonlySet<string> => new Set(tickets.map(({ ticket }) => ticket));

const renewable = (table: LockTable, mine: ReadonlySet<string>): readonly LockTicket[] =>
  everyone(table).filter(({ ticket, isBroken }) => mine.has(ticket) && isBroken !== true);
