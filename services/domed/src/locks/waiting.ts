// How long a job may wait for its locks, what the claim is told when it has waited too long, and what everybody else is
// told meanwhile. Pure.
import { LIMITS } from '@dome/contracts';
import type { EventData, LockHolder } from '@dome/contracts';

import type { Opening } from '../claim/claim-view.ts';
import type { Command } from '../job.ts';
import type { JobLocks } from './job-locks.ts';
import { holderOf } from './lock-views.ts';
import { countBefore } from './table.ts';
import type { LockTable } from './table.ts';

type Waiting = Pick<JobLocks, 'waitsFor'>;

/** Wall time: when the claim has to be asked again, whatever the lock does. */
export function waitUntilMs(
  { deadlines }: Opening,
  { locks, hasRun }: { readonly locks: Waiting; readonly hasRun: boolean },
): number {
  const { queueUntilMs, totalUntilMs } = deadlines;
  return Math.min(hasRun ? Infinity : queueUntilMs, totalUntilMs, lockUntilMs(locks));
}

function lockUntilMs({ waitsFor }: Waiting): number {
  const { waitMs } = waitsFor?.wish ?? {};
  return waitsFor === undefined || waitMs === undefined ? Infinity : waitsFor.place.ticket.sinceMs + waitMs;
}

/**
 * For a job that never started, the wait for a lock is part of its queue clock, which ends with the wait. One that was
 * started before has no queue clock any more, and fails.
 */
export function waitOpening(
  opening: Opening,
  { locks, nowMs }: { readonly locks: Waiting; readonly nowMs: number },
): Opening {
  const { waitsFor } = locks;
  if (waitsFor === undefined) return { ...opening, nowMs };
  const waitedFor = `the lock ${waitsFor.place.key}`;
  const deadlines = { ...opening.deadlines, waitedFor };
  if (nowMs < lockUntilMs(locks)) return { ...opening, nowMs, deadlines };
  const detail = `The job waited for ${waitedFor} for as long as its skill allows.`;
  return {
    ...opening,
    nowMs,
    deadlines: { ...deadlines, queueUntilMs: Math.min(deadlines.queueUntilMs, nowMs) },
    validity: { state: 'invalid', problem: { code: 'LOCK_CONFLICT', fields: { detail } } },
  };
}

/** Undefined if it does not wait any more. */
export function waitingData(command: Command, { waitsFor }: Waiting): EventData['dev.dome.job.waiting.v1'] | undefined {
  if (waitsFor === undefined) return undefined;
  const { place } = waitsFor;
  const { runId, taskId, iteration, jobId, commandSequence } = command;
  const { table } = place;
  return {
    runId,
    taskId,
    iteration,
    jobId,
    commandSequence,
    lock: place.key,
    mode: place.ticket.mode,
    before: table === undefined ? 0 : countBefore(table, place.ticket.ticket),
    heldBy: table === undefined ? [] : holdersTold(table),
  };
}

const holdersTold = ({ holders }: LockTable): LockHolder[] => holders.slice(0, LIMITS.lockHoldersTold).map(holderOf);
