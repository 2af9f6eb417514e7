/**
 * Time that moves only when the test says so. Timers run in the order in which they are due (then of creation), each at its
 * own instant, so that code which arms a timer inside a timer sees the time it would have seen.
 */
import type { Clock } from '@dome/runtime';

export interface ManualClock extends Clock {
  /** Moves both times by `ms` and runs the timers that become due. */
  advance(ms: number): void;
  /** The same, and lets pending promises settle before and after each timer. */
  advanceAsync(ms: number): Promise<void>;
  /** Timers that are armed. */
  readonly pending: number;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** One turn of the event loop runs every microtask that is ready, and those that they add. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsedMs = 0;
  const timers = new Set<Timer>();

  /** A set keeps the order of creation, and a strict comparison keeps it among equals. */
  const nextDue = (byMs: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers)
      if (timer.dueMs <= byMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    return next;
  };
  const fire = (timer: Timer): void => {
    timers.delete(timer);
    elapsedMs = Math.max(elapsedMs, timer.dueMs);
    timer.run();
  };

  return {
    now: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    after: (ms, run) => {
      const timer: Timer = { dueMs: elapsedMs + Math.max(0, ms), run };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    advance: (ms) => {
      const endMs = elapsedMs + ms;
      for (let timer = nextDue(endMs); timer !== undefined; timer = nextDue(endMs)) fire(timer);
      elapsedMs = endMs;
    },
    advanceAsync: async (ms) => {
      const endMs = elapsedMs + ms;
      await settled();
      for (let timer = nextDue(endMs); timer !== undefined; timer = nextDue(endMs)) {
        fire(timer);
        await settled();
      }
      elapsedMs = endMs;
    },
    get pending() {
      return timers.size;
    },
  };
}
