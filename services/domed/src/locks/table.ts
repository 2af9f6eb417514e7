// One lock as a value: who holds it, and who waits for it in the order of asking. Laws, for every sequence of steps:
//
// 1. An exclusive holder is alone, and beside a limited one are no more than it allows.
// 2. First come, first served: nobody enters before a ticket that asked earlier and still waits. So a shared ticket does
//    not pass an exclusive one that waits, however many shared ones hold the lock.
// 3. Whoever could enter has entered: no step leaves a free lock and a waiting head.
// 4. A ticket that is not renewed has no place after its lease and the margin; a holder knows it before anyone else does.
//
// Times are milliseconds by the broker's clock. Pure: every step returns a new table, or the same one if nothing changed.
import type { LockTable, LockTicket } from '@dome/contracts';

export type { LockTable, LockTicket };

export const emptyTable = (key: string): LockTable => ({ key, holders: [], waiting: [] });
export const isEmpty = ({ holders, waiting }: LockTable): boolean => holders.length + waiting.length === 0;

/** The ticket goes to the end of the queue, and in if it may. */
export function ask(table: LockTable, ticket: LockTicket, nowMs: number): LockTable {
  if (standingOf(table, ticket.ticket) !== 'none') return table;
  return admit({ ...table, waiting: [...table.waiting, ticket] }, nowMs);
}

/** The tickets have no place any more, whether they held the lock or waited for it. */
export function release(table: LockTable, tickets: ReadonlySet<string>, nowMs: number): LockTable {
  return keep(table, ({ ticket }) => !tickets.has(ticket), nowMs);
}

/** A broken holder cannot renew. */
export function renew(table: LockTable, tickets: ReadonlySet<string>, expiresAtMs: number): LockTable {
  const renewed = (of: LockTicket): LockTicket =>
    tickets.has(of.ticket) && of.isBroken !== true ? { ...of, expiresAtMs } : of;
  return { ...table, holders: table.holders.map(renewed), waiting: table.waiting.map(renewed) };
}

/** @param marginMs what the clocks of daemons may differ by, and what a holder needs to end */
export function expire(table: LockTable, { nowMs, marginMs }: { nowMs: number; marginMs: number }): LockTable {
  return keep(table, ({ expiresAtMs }) => expiresAtMs + marginMs > nowMs, nowMs);
}

/**
 * A broken holder stays in its place until its daemon has killed the attempt and gives the place back, or until its
 * lease is over: nobody enters beside it.
 */
export function breakHolder(table: LockTable, ticket: string): LockTable {
  const broken = (of: LockTicket): LockTicket => (of.ticket === ticket ? { ...of, isBroken: true } : of);
  return { ...table, holders: table.holders.map(broken) };
}

export type Standing = 'holds' | 'waits' | 'none';

export function standingOf({ holders, waiting }: LockTable, ticket: string): Standing {
  if (holders.some((of) => of.ticket === ticket)) return 'holds';
  return waiting.some((of) => of.ticket === ticket) ? 'waits' : 'none';
}

/** How many tickets wait before it. */
export function countBefore({ waiting }: LockTable, ticket: string): number {
  return Math.max(
    0,
    waiting.findIndex((of) => of.ticket === ticket),
  );
}

function keep(table: LockTable, isKept: (of: LockTicket) => boolean, nowMs: number): LockTable {
  if (table.holders.every(isKept) && table.waiting.every(isKept)) return table;
  return admit({ ...table, holders: table.holders.filter(isKept), waiting: table.waiting.filter(isKept) }, nowMs);
}

/** Lets in from the head of the queue whoever may, and stops at the first that may not. */
function admit(table: LockTable, nowMs: number): LockTable {
  const holders = [...table.holders];
  let entered = 0;
  for (const ticket of table.waiting) {
    if (!mayEnter(ticket, holders)) break;
    holders.push({ ...ticket, sinceMs: nowMs });
    entered += 1;
  }
  return entered === 0 ? table : { ...table, holders, waiting: table.waiting.slice(entered) };
}

/** Everybody inside allows one more, and so does whoever enters. */
function mayEnter(ticket: LockTicket, holders: readonly LockTicket[]): boolean {
  return [ticket, ...holders].every((of) => holders.length < holdersMax(of));
}

/** How many may hold the lock together with this one, itself included. */
export function holdersMax({
  mode,
  max = 1,
}: Pick<LockTicket, 'mode'> & { readonly max?: number | undefined }): number {
  if (mode === 'shared') return Infinity;
  return mode === 'exclusive' ? 1 : max;
}
