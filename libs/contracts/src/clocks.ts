// The clocks of a job. A skill sets some of them, a plan may set others, and each that nobody set follows from those that
// somebody did: a skill that may run longer is also heard of later and ends later.
import type { Timeouts } from './generated/types.ts';
import { CLOCKS, LIMITS } from './limits.ts';

/** In milliseconds; what is absent is derived. */
export type GivenClocks = { readonly [Clock in keyof Timeouts]?: Timeouts[Clock] | undefined };

/** Every clock, where those of the skill's manifest are given. */
export function clocksOf({
  queueMs = CLOCKS.queueMs,
  executionMs = CLOCKS.executionMs,
  ...given
}: GivenClocks): Timeouts {
  return {
    queueMs,
    executionMs,
    heartbeatMs: given.heartbeatMs ?? executionMs,
    totalMs: given.totalMs ?? derivedTotalMs({ queueMs, executionMs }),
  };
}

/** A plan's clocks before those of the skill. Of the skill's, those that it derived are derived again. */
export function clocksOver(own: Timeouts, given: GivenClocks): Timeouts {
  const isQuiet = own.heartbeatMs === own.executionMs;
  const isDerived = own.totalMs === derivedTotalMs(own);
  return clocksOf({
    queueMs: given.queueMs ?? own.queueMs,
    executionMs: given.executionMs ?? own.executionMs,
    heartbeatMs: given.heartbeatMs ?? (isQuiet ? undefined : own.heartbeatMs),
    totalMs: given.totalMs ?? (isDerived ? undefined : own.totalMs),
  });
}

/** No clock is longer than the contract allows, a derived one neither. */
function derivedTotalMs({ queueMs, executionMs }: Pick<Timeouts, 'queueMs' | 'executionMs'>): number {
  return Math.min(LIMITS.taskClockMs, Math.max(CLOCKS.totalMs, queueMs + executionMs));
}
