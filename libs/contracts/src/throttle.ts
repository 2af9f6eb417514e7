// One log line for many events: what happens ten thousand times a second is logged once in a while, with a count.

export interface Throttle {
  /**
   * Calls `line` at once with the count since the previous line, unless that line is younger than the interval: then
   * the event is counted for the next. `times: 0` reports only what has been counted so far, if anything.
   */
  tell(line: (times: number) => void, times?: number): void;
}

export interface ThrottleOptions {
  readonly nowMs: () => number;
  readonly everyMs: number;
}

export function createThrottle({ nowMs, everyMs }: ThrottleOptions): Throttle {
  let untold = 0;
  let toldMs = -Infinity;
  return {
    tell: (line, times = 1) => {
      untold += times;
      const atMs = nowMs();
      if (untold === 0 || atMs - toldMs < everyMs) return;
      const told = untold;
      untold = 0;
      toldMs = atMs;
      line(told);
    },
  };
}
