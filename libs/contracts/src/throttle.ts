// One log line for many: what happens ten thousand times a second is told once in a while, with how often it happened.

export interface Throttle {
  /**
   * Calls `line` at once with how often it happened since the line before, unless that one is younger than the interval: then
   * it is counted for the next. `times: 0` tells what was only counted so far, if anything was.
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
