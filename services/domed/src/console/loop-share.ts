// The event loop is shared by all jobs, the heartbeats and whoever asks. What a skill prints is taken in slices: whoever has
// used up the time of a turn waits for one of its own, one after the other, however many print at once.
import type { Clock } from '@dome/runtime';

export interface LoopShare {
  /** Undefined while this turn of the event loop has time left; else it settles in a turn that has. */
  rest(): Promise<void> | undefined;
}

/** A slice of the event loop (docs/limits.md). */
const sliceMs = 5;

export function createLoopShare(clock: Pick<Clock, 'monotonicMs'>): LoopShare {
  const waiting: (() => void)[] = [];
  let turnStartedMs: number | undefined;
  const turn = (): void => {
    const next = waiting.shift();
    turnStartedMs = next === undefined ? undefined : clock.monotonicMs();
    if (next === undefined) return;
    setImmediate(turn);
    next();
  };
  return {
    rest: () => {
      const nowMs = clock.monotonicMs();
      if (turnStartedMs === undefined) {
        turnStartedMs = nowMs;
        setImmediate(turn);
      }
      if (nowMs - turnStartedMs < sliceMs) return undefined;
      return new Promise((resolve) => void waiting.push(resolve));
    },
  };
}
