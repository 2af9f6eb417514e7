// A start-up step that needs something that may be away: it is retried, a little later each time, until it succeeds,
// fails for a permanent reason, or is aborted. The log says what is awaited: at once, whenever the reason changes, and now
// and then while it stays the same.
import { createRepeats, DomeError, tryAgain } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';

import { pause } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import type { Readiness } from './readiness.ts';

export interface Insistence {
  /** What is awaited, as the log and the readiness name it. */
  readonly what: string;
  readonly clock: Pick<Clock, 'after' | 'monotonicMs'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Aborts the wait. */
  readonly signal: AbortSignal;
  /** Lacks what is awaited until it is there. */
  readonly readiness?: Readiness;
  /** Codes that are waited out, besides those of a broker that is away. */
  readonly passing?: readonly ErrorCode[];
}

/** Tuning: a broker that starts is there in seconds, and one that is away for longer is asked twelve times a minute. */
const BACKOFF = { firstMs: 250, maxMs: 5_000 };
const PASSING: readonly ErrorCode[] = ['UNAVAILABLE', 'TIMEOUT'];
/** Tuning: somebody who looks at the end of the log finds the reason there. */
const SAID_AGAIN_MS = 30_000;

/** @throws whatever the step throws that does not pass, and everything once the signal is aborted */
export async function insist<Result>(step: () => Promise<Result>, insistence: Insistence): Promise<Result> {
  const { what, clock, logger, signal, readiness, passing = [] } = insistence;
  const isSaid = createRepeats({ nowMs: () => clock.monotonicMs(), everyMs: SAID_AGAIN_MS });
  const result = await tryAgain(step, {
    ...BACKOFF,
    pause: (ms) => pause(clock, ms),
    waits: (err, retryInMs) => {
      if (!(err instanceof DomeError) || ![...PASSING, ...passing].includes(err.code) || signal.aborted) return false;
      const { message, hint } = err;
      readiness?.lack(what, message);
      if (isSaid(message)) logger.warn({ err, hint, waitsFor: what, retryInMs }, 'a start waits');
      return true;
    },
  });
  readiness?.meet(what);
  return result;
}
