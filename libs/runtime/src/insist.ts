// A start-up step that needs something that may be away: it is retried, a little later each time, until it succeeds,
// fails for a permanent reason, or is aborted. The log says what is awaited.
import { DomeError, tryAgain } from '@dome/contracts';

import { pause } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

export interface Insistence {
  /** What is awaited, as the log names it. */
  readonly what: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Aborts the wait. */
  readonly signal: AbortSignal;
}

/** Tuning: a broker that starts is there in seconds, and one that is away for longer is asked twelve times a minute. */
const BACKOFF = { firstMs: 250, maxMs: 5_000 };
const PASSING: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT']);

/** @throws whatever the step throws that is not UNAVAILABLE or TIMEOUT, and those once the signal is aborted */
export async function insist<Result>(
  step: () => Promise<Result>,
  { what, clock, logger, signal }: Insistence,
): Promise<Result> {
  return await tryAgain(step, {
    ...BACKOFF,
    pause: (ms) => pause(clock, ms),
    waits: (err, retryInMs) => {
      if (!(err instanceof DomeError) || !PASSING.has(err.code) || signal.aborted) return false;
      logger.warn({ err, waitsFor: what, retryInMs }, 'a start waits');
      return true;
    },
  });
}
