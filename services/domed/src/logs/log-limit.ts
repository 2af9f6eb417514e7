// How much an attempt may print, and how fast. Both count what is stored, not what is printed: a record counts its
// envelope as well as its text, so that a flood of short lines, annotations or stream changes costs as much here as it
// costs the broker.
import { pause } from '@dome/runtime';
import type { Clock } from '@dome/runtime';
import type { LogLimit } from '@dome/skills';

export interface LogBudget {
  /** Takes the bytes from the budget, unless they exceed it. */
  admits(bytes: number): boolean;
  /** This much was printed. */
  owe(bytes: number): void;
  /** A promise delays the next output by the time that the previous one costs. */
  wait(): Promise<void> | undefined;
}

/** The budget covers one second; a longer wait could only come from a clock that was moved. */
const WAIT_MS_MAX = 1_000;

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
    // A second's worth is free, so most logs never read the clock.
    wait: () => {
      if (owed <= bytesPerSecond) return undefined;
      const nowMs = clock.monotonicMs();
      owed = Math.max(0, owed - ((nowMs - paidAtMs) / 1_000) * bytesPerSecond);
      paidAtMs = nowMs;
      const waitMs = ((owed - bytesPerSecond) / bytesPerSecond) * 1_000;
      return waitMs <= 0 ? undefined : pause(clock, Math.min(WAIT_MS_MAX, waitMs));
    },
  };
}
