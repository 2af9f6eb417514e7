// Measures how long jobs of this daemon wait for locks.
import { NO_METERS, seconds } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';

import type { Locks } from '../locks/locks.ts';

export function createMeteredLocks(locks: Locks, meters: Meters): Locks {
  if (meters === NO_METERS) return locks;
  return {
    enter: (job, of) => {
      const place = locks.enter(job, of);
      const observe = (): void =>
        meters.observe('dome_job_lock_wait_seconds', { skill: job.skill }, seconds(place.waitedMs));
      // A place that is left before it holds the lock waits for nothing any more.
      place.held.then(observe, () => {});
      return place;
    },
    [Symbol.dispose]: () => locks[Symbol.dispose](),
  };
}
