// A note says for whom a job waited when it began to wait. Whoever asks now is told who holds the lock now.
import { LIMITS } from '@dome/contracts';
import type { LockView } from '@dome/contracts';

import type { JobActivity } from './job-activity.ts';
import type { WatchedRun } from './watched-run.ts';

/** The run with the present place of each of its jobs that waits for a lock. */
export async function withCurrentWaits(
  run: WatchedRun,
  lockOf: (lock: string) => Promise<LockView | undefined>,
): Promise<WatchedRun> {
  const jobs = new Map(run.jobs);
  for (const [key, activity] of run.jobs) {
    const { waitsFor, endedAtMs } = activity;
    if (waitsFor === undefined || endedAtMs !== undefined) continue;
    jobs.set(key, placedIn(activity, await lockOf(waitsFor.lock)));
  }
  return { ...run, jobs };
}

/** Unchanged if it does not wait there now: it is about to start, or asks again. */
function placedIn(activity: JobActivity, lock: LockView | undefined): JobActivity {
  const { waitsFor, jobId } = activity;
  const before = lock?.waiting.findIndex((waiting) => waiting.jobId === jobId) ?? -1;
  if (waitsFor === undefined || lock === undefined || before < 0) return activity;
  return { ...activity, waitsFor: { ...waitsFor, before, heldBy: lock.holders.slice(0, LIMITS.lockHoldersTold) } };
}
