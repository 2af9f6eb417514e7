// How much an attempt may say, and how fast. Both count what is stored, not what is printed: a record counts its envelope
// beside its words, so that a flood of short lines, annotations or changes of the stream is as dear as it is for the broker.
import { LIMITS } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock } from '@dome/runtime';

export interface LogLimit {
  /** Of one attempt; what follows is counted and not kept. */
  readonly bytes: number;
  /** Whoever prints faster, for longer than a second, waits in the pipe. */
  readonly bytesPerSecond: number;
}

export const logLimitDefault: LogLimit = { bytes: LIMITS.logBytes, bytesPerSecond: LIMITS.logBytesPerSecond };

export interface LogBudget {
  /** Takes the bytes from what is left, unless they are more. */
  admits(bytes: number): boolean;
  /** So much was said. */
  owe(bytes: number): void;
  /** A promise is how long the next words wait for what was said. */
  wait(): Promise<void> | undefined;
}

/** The budget is one of a second; a longer wait would only come of a clock that was moved. */
const waitMsMax = 1_000;

export function createLogBudget({ bytes: bytesMax, bytesPerSecond }: LogLimit, clock: Clock): LogBudget {
  let left = bytesMax;
  let owed = 0;
  let paidAtMs = clock.monotonicMs();
  return {
    admits: (bytes) => {
      if (bytes > left) return false;
      left -= bytes;
      return true;
    },
    owe: (bytes) => void (owed += bytes),
    // A second's worth is free, so most logs never ask for the time.
    wait: () => {
      if (owed <= bytesPerSecond) return undefined;
      const nowMs = clock.monotonicMs();
      owed = Math.max(0, owed - ((nowMs - paidAtMs) / 1_000) * bytesPerSecond);
      paidAtMs = nowMs;
      const waitMs = ((owed - bytesPerSecond) / bytesPerSecond) * 1_000;
      return waitMs <= 0 ? undefined : pause(clock, Math.min(waitMsMax, waitMs));
    },
  };
}
