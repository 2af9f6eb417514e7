// A note says for whom a job waited when it began to wait. Whoever looks later is told who holds the lock now, and how many
// are before the job now. Pure.
import { LIMITS, lockWaitOf } from '@dome/contracts/portable';
import type { LockView } from '@dome/contracts/portable';

import type { JobActivity, JobWait } from './job-activity.ts';

/** The lock that the job waits for, as its note says it; undefined: it waits for none, or has ended. */
export const notedWait = ({ waitsFor, endedAtMs }: JobActivity): JobWait | undefined =>
  endedAtMs === undefined ? waitsFor : undefined;

/** The wait as it is by what is known of its lock now. */
export function presentWait(lock: LockView, jobId: string, known: JobWait): JobWait {
  const place = lockWaitOf(lock, jobId);
  if (place !== undefined) return { ...known, before: place.before, heldBy: place.heldBy };
  const { holders, waiting } = lock;
  // It is about to start, or asks again.
  if (waiting.length === 0 || holders.some((of) => of.jobId === jobId)) return known;
  // Its daemon has more jobs that want the lock than may stand in its queue, and this one is behind them.
  return { ...known, before: waiting.length, heldBy: holders.slice(0, LIMITS.lockHoldersTold) };
}
