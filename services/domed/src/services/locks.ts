// The locks of the fleet, and how one is taken from its holder: the control plane decides who may, and the note on the
// job's chain says who did, and why.
import { DomeError, LIMITS } from '@dome/contracts';
import type { LockTakeReply, LockListReply, LockListRequest, LockTakeRequest, JobId } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { breakHolder } from '../locks/table.ts';
import type { LockTable, LockTicket } from '../locks/table.ts';
import { holderOf, lockView } from '../locks/lock-views.ts';
import type { JobStore, LockStore } from '../ports.ts';

export interface LockPorts {
  readonly lockTables: LockStore;
  readonly jobs: JobStore;
  readonly clock: Clock;
}

/** Ordered by name. */
export async function listLocks(request: LockListRequest, ports: LockPorts): Promise<LockListReply> {
  const { lock, runId, limit = LIMITS.listDefault, after = '' } = request;
  const nowMs = ports.clock.now();
  const tables = lock === undefined ? await ports.lockTables.list() : [(await ports.lockTables.read(lock)).table];
  const alive = tables
    .map((table) => lockView(table, nowMs))
    .filter((view) => view.holders.length + view.waiting.length > 0)
    .filter(({ waiting }) => runId === undefined || waiting.some((of) => of.runId === runId))
    .filter((view) => view.lock > after)
    .toSorted((a, b) => (a.lock < b.lock ? -1 : 1));
  const page = alive.slice(0, limit);
  const last = page.at(-1);
  return { locks: page, ...(last === undefined || alive.length === page.length ? {} : { next: last.lock }) };
}

/** Each round means that somebody else has changed the lock meanwhile. */
const ROUNDS_MAX = 32;
const WRITE_MS = 2_000;

/** Safe to repeat. @throws DomeError NOT_FOUND when nobody, or not this job, holds the lock */
export async function takeLock(request: LockTakeRequest, ports: LockPorts): Promise<LockTakeReply> {
  const { lock, jobId } = request;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { revision, table } = await ports.lockTables.read(lock);
    const meant = table.holders.filter((holder) => jobId === undefined || holder.jobId === jobId);
    if (meant.length === 0) throw notHeld(request, table);
    const broken = meant.reduce((before, { ticket }) => breakHolder(before, ticket), table);
    const written = await ports.lockTables.write(broken, { expected: revision, deadlineMs: WRITE_MS });
    if (written.status === 'conflict') continue;
    for (const holder of meant) await noteBroken(holder, request, ports);
    return { lock, broken: meant.map(holderOf) };
  }
  throw new DomeError('UNAVAILABLE', { detail: `The lock ${lock} changes too fast to be broken.` });
}

async function noteBroken(
  holder: LockTicket,
  { lock, by, reason }: LockTakeRequest,
  { jobs }: LockPorts,
): Promise<void> {
  const { skill, runId, taskId, iteration } = holder;
  // Checked by the schema of the table.
  const jobId = holder.jobId as JobId;
  const data = { runId, taskId, iteration, jobId, lock, by, reason };
  await jobs.note({ skill, runId, jobId }, { note: 'lock-broken', data }, {});
}

function notHeld({ lock, jobId }: LockTakeRequest, { holders }: LockTable): DomeError {
  const who = jobId === undefined ? 'Nobody holds' : `The job ${jobId} does not hold`;
  const others = holders.map((holder) => holder.jobId).join(', ');
  const hint = others === '' ? 'List the locks that are held with `dome lock list`.' : `It is held by ${others}.`;
  return new DomeError('NOT_FOUND', { detail: `${who} the lock ${lock}.`, hint, pointer: '/lock' });
}
