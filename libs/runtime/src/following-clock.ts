/**
 * Deadlines and stamps travel between machines whose wall clocks need not agree, so a service counts by one that all of them
 * see: it is told that time now and then, and goes on by its own monotonic clock. Its own wall clock may be wrong, or be set.
 */
import type { Clock } from './clock.ts';

export interface FollowingClock extends Clock {
  /** It is `wallMs` now, by the clock that is followed. */
  follow(wallMs: number): void;
}

/** Until it is told anything, it is the clock that it is made of. */
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
