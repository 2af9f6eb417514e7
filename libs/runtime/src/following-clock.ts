/**
 * Deadlines and timestamps travel between machines whose wall clocks may disagree, so a service keeps time by a shared
 * one: it is told that time now and then, and advances by its own monotonic clock. Its own wall clock may be wrong or
 * be set.
 */
import type { Clock } from './clock.ts';

export interface FollowingClock extends Clock {
  /** Sets the time: it is now `wallMs` by the clock being followed. */
  follow(wallMs: number): void;
}

/** Until it is told a time, it shows that of the clock it is made from. */
export function createFollowingClock(own: Clock): FollowingClock {
  let aheadOfMonotonicMs: number | undefined;
  return {
    now: () => (aheadOfMonotonicMs === undefined ? own.now() : Math.round(own.monotonicMs() + aheadOfMonotonicMs)),
    monotonicMs: () => own.monotonicMs(),
    after: (ms, run) => own.after(ms, run),
    follow: (wallMs) => {
      aheadOfMonotonicMs = wallMs - own.monotonicMs();
    },
  };
}
