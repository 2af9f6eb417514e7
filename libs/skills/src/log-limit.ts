import { LIMITS } from '@dome/contracts';

/** How much an attempt may print, and how fast. */
export interface LogLimit {
  /** The budget of one attempt; what follows is counted but not kept. */
  readonly bytes: number;
  /** A skill that prints faster for longer than a second blocks on the pipe. */
  readonly bytesPerSecond: number;
}

export const LOG_LIMIT_DEFAULT: LogLimit = { bytes: LIMITS.logBytes, bytesPerSecond: LIMITS.logBytesPerSecond };
