// The way from a promotion back to the job that built the artifact, through the record alone: who decided, what was moved
// on that decision, which task had settled with the artifact, its command, and the lock that bound it.

import type { PlanLockEntry, RunTasksDispatched, SettledTask } from '@dome/contracts';

import { ofType } from './record.ts';
import type { RunRecord, StoredEvent } from './record.ts';

export interface WayBack {
  readonly decided: StoredEvent<'dev.dome.run.promotion-decided.v1'>;
  /** For each task that promotes, the job that moved the artifact. */
  readonly moved: readonly StoredEvent<'dev.dome.job.succeeded.v1'>[];
  readonly made: StoredEvent<'dev.dome.job.succeeded.v1'>;
  /** As the run settled the task that built it. */
  readonly settled: SettledTask;
  /** As the run dispatched it. */
  readonly sent: RunTasksDispatched['tasks'][number];
  readonly lock: PlanLockEntry;
}

/** Of the last promotion; undefined if the record holds none, or lacks a part of the way. */
export function wayBack({ run, jobs }: RunRecord): WayBack | undefined {
  const decided = ofType(run, 'dev.dome.run.promotion-decided.v1').findLast(
    ({ event }) => event.data.decision.status === 'APPROVE',
  );
  if (decided === undefined) return undefined;
  const { decision, subject } = decided.event.data;
  const locks = locksOf(run);
  const isPromoting = (taskId: string): boolean => locks.get(taskId)?.purpose === 'promote';
  const settled = ofType(run, 'dev.dome.run.tasks-settled.v1')
    .filter(({ sequence }) => sequence < decided.sequence)
    .flatMap(({ event }) => event.data.tasks)
    .findLast(({ artifacts = [] }) => artifacts.some(({ name }) => name === subject.name));
  const sent = ofType(run, 'dev.dome.run.tasks-dispatched.v1')
    .flatMap(({ event }) => event.data.tasks)
    .find(({ jobId }) => jobId === settled?.jobId);
  const succeeded = ofType(jobs, 'dev.dome.job.succeeded.v1');
  const made = succeeded.find(({ event }) => event.data.jobId === settled?.jobId);
  const moved = succeeded.filter(
    ({ event: { data } }) => data.iteration === decision.iteration && isPromoting(data.taskId),
  );
  const lock = locks.get(settled?.taskId ?? '');
  if (settled === undefined || sent === undefined || made === undefined || lock === undefined) return undefined;
  return moved.length === 0 ? undefined : { decided, moved, made, settled, sent, lock };
}

/** The lock of each task, by its name. */
export function locksOf(run: RunRecord['run']): ReadonlyMap<string, PlanLockEntry> {
  const locks = ofType(run, 'dev.dome.run.submitted.v1').flatMap(({ event }) => event.data.planLock);
  return new Map(locks.map((lock) => [lock.taskId, lock]));
}
