// All jobs, the heartbeats and all requests share the event loop. Output of skills is processed in slices: a job that
// has used up its time in a turn waits for a turn of its own, one after the other, however many print at once.
import type { Clock } from '@dome/runtime';

export interface LoopShare {
  /** Undefined while this turn of the event loop has time left; otherwise it settles in a turn that has. */
  rest(): Promise<void> | undefined;
}

/** A slice of the event loop (docs/limits.md). */
const SLICE_MS = 5;

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
      if (nowMs - turnStartedMs < SLICE_MS) return undefined;
      return new Promise((resolve) => void waiting.push(resolve));
    },
  };
}
