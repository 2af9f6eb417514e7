// A note says for whom a job waited when it began to wait. Whoever looks later is told who holds the lock now, and how
// many are before the job now. Pure.
import { isDeepStrictEqual } from 'node:util';

import { LIMITS, lockWaitOf } from '@dome/contracts';
import type { LockView } from '@dome/contracts';

import type { JobActivity, JobWait } from './job-activity.ts';
import type { WatchedRun } from './watched-run.ts';

/** Each lock that a job of the run waits for. */
export function locksWaitedFor({ jobs }: WatchedRun): string[] {
  return [...new Set([...jobs.values()].flatMap((activity) => waitOf(activity)?.lock ?? []))];
}

/** The run with the present place of each of its jobs that waits for this lock; the same run if that is known already. */
export function placedAt(run: WatchedRun, lock: LockView): WatchedRun {
  const jobs = new Map(run.jobs);
  let isNews = false;
  for (const [key, activity] of run.jobs) {
    const known = waitOf(activity);
    if (known?.lock !== lock.lock) continue;
    const waitsFor = placeAt(lock, activity.jobId, known);
    if (isDeepStrictEqual(waitsFor, known)) continue;
    jobs.set(key, { ...activity, waitsFor });
    isNews = true;
  }
  return isNews ? { ...run, jobs } : run;
}

const waitOf = ({ waitsFor, endedAtMs }: JobActivity): JobWait | undefined =>
  endedAtMs === undefined ? waitsFor : undefined;

function placeAt(lock: LockView, jobId: string, known: JobWait): JobWait {
  const place = lockWaitOf(lock, jobId);
  if (place !== undefined) return { ...known, before: place.before, heldBy: place.heldBy };
  const { holders, waiting } = lock;
  // It is about to start, or asks again.
  if (waiting.length === 0 || holders.some((of) => of.jobId === jobId)) return known;
  // Its daemon has more jobs that want the lock than may stand in its queue, and this one is behind them.
  return { ...known, before: waiting.length, heldBy: holders.slice(0, LIMITS.lockHoldersTold) };
}
