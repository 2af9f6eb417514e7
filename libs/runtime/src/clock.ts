/**
 * Time is a port: a decision takes a number, and only adapters read a clock, so that a test can move time by hand. Wall
 * time stamps messages; monotonic time measures ack waits and leases, because wall time may be set back.
 */

export interface Clock {
  /** Wall time, milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Runs `run` once after at least `ms` milliseconds; disposing before that prevents it. */
  after(ms: number, run: () => void): Disposable;
}

/** Resolves after at least `ms` milliseconds. */
export function pause(clock: Pick<Clock, 'after'>, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

/** Node fires a longer timer at once (with a warning), so a longer wait is made of several timers. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms: number, run: () => void): Disposable => {
    let timer: NodeJS.Timeout;
    const arm = (remainingMs: number): void => {
      const stepMs = Math.min(remainingMs, TIMER_MS_MAX);
      timer = setTimeout(() => (remainingMs > stepMs ? arm(remainingMs - stepMs) : run()), stepMs);
    };
    arm(Math.max(0, ms));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
});
