// What the jobs of a watched run wait for, with their present places. Pure.
import { isDeepStrictEqual } from 'node:util';

import type { LockView } from '@dome/contracts';
import { notedWait, presentWait } from '@dome/runs';

import type { WatchedRun } from './watched-run.ts';

/** Each lock that a job of the run waits for. */
export function locksWaitedFor({ jobs }: WatchedRun): string[] {
  return [...new Set([...jobs.values()].flatMap((activity) => notedWait(activity)?.lock ?? []))];
}

/** The run with the present place of each of its jobs that waits for this lock; the same run if that is known already. */
export function placedAt(run: WatchedRun, lock: LockView): WatchedRun {
  const jobs = new Map(run.jobs);
  let isNews = false;
  for (const [key, activity] of run.jobs) {
    const known = notedWait(activity);
    if (known?.lock !== lock.lock) continue;
    const waitsFor = presentWait(lock, activity.jobId, known);
    if (isDeepStrictEqual(waitsFor, known)) continue;
    jobs.set(key, { ...activity, waitsFor });
    isNews = true;
  }
  return isNews ? { ...run, jobs } : run;
}
