// Which jobs of the open runs wait for a lock. The notes of the jobs say that to everybody; how many are before them now,
// and who holds the lock now, is asked of the runtime, by whoever may ask it.
import { readLasts } from '@dome/bus/portable';
import { openStored } from '@dome/client/portable';
import { STREAMS, subjects } from '@dome/contracts/portable';
import type { LockView } from '@dome/contracts/portable';
import { afterJobEvent, isOpen } from '@dome/runs/portable';
import type { JobActivity, TaskState } from '@dome/runs/portable';
import { effect } from '@preact/signals';

import type { Session } from '../nats/connection.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { askLocks, seenLocks } from './fleet.ts';
import { openJobs, seenWaits } from './held-runs.ts';
import type { OpenJob, SeenWait } from './held-runs.ts';
import { isCaughtUp, knownRuns } from './run-store.ts';
import { sessionSignal } from './session-signal.ts';

/** Tuning: of the newest runs, as many as two answers of the broker hold. */
const JOBS_MAX = 512;

/** By the id of the job. */
export const seenLockWaits = sessionSignal<ReadonlyMap<string, SeenWait>>(new Map());

/** Those that somebody waits for, by whoever may ask. */
export const contendedLocks = sessionSignal<readonly LockView[]>([]);

/** Undefined for a task that waits for no lock, as far as is known. */
export const waitOfTask = (task: TaskState): SeenWait | undefined =>
  isOpen(task) ? seenLockWaits.value.get(task.dispatched.value.jobId) : undefined;

/** For `useWhileShown`: what cannot be read now stays as it was. */
export async function askLockWaits(session: Session): Promise<void> {
  await caughtUp();
  const jobs = knownRuns.value.flatMap(({ state }) => openJobs(state)).slice(0, JOBS_MAX);
  try {
    const noted = await activitiesOf(session, jobs);
    const mayAsk = session.user !== OBSERVER;
    const isAsked = mayAsk && noted.some(({ waitsFor }) => waitsFor !== undefined);
    if (isAsked) await askLocks(session);
    const { locks, fault } = seenLocks.value;
    const asOfNow = isAsked && fault === undefined ? locks : undefined;
    seenLockWaits.value = seenWaits(noted, asOfNow);
    contendedLocks.value = (asOfNow ?? []).filter(({ waiting }) => waiting.length > 0);
  } catch {
    // The banner says why.
  }
}

/** Before, it would be asked for nothing, and only a while later for the runs that are shown. */
function caughtUp(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (isCaughtUp.value) queueMicrotask(() => (stop(), resolve()));
    });
  });
}

/** As far as two subjects of each job say it: that it started, and that it waits. */
async function activitiesOf({ runtime }: Session, jobs: readonly OpenJob[]): Promise<JobActivity[]> {
  if (jobs.length === 0) return [];
  const { nc, apiPrefix, open } = runtime;
  const stored = await readLasts(nc, {
    stream: STREAMS.JOB_EVENTS,
    apiPrefix,
    subjects: jobs.flatMap((job) => [
      subjects.jobTransition({ ...job, phase: 'started' }),
      subjects.jobNote({ ...job, note: 'waiting' }),
    ]),
  });
  const activities = new Map<string, JobActivity>();
  for (const message of stored) {
    const item = openStored(message, open);
    if (item.kind !== 'event' || !('jobId' in item.event.data)) continue;
    const { jobId } = item.event.data;
    activities.set(jobId, afterJobEvent(activities.get(jobId) ?? { jobId }, item.event));
  }
  return [...activities.values()];
}
