// The clocks of a job. A skill sets some of them, a plan may set others, and each unset one is derived from those that are
// set: a skill that may run longer also gets a longer heartbeat and total clock.
import type { Timeouts } from './generated/types.ts';
import { CLOCKS, LIMITS } from './limits.ts';

/** In milliseconds; an absent one is derived. */
export type GivenClocks = { readonly [Clock in keyof Timeouts]?: Timeouts[Clock] | undefined };

/** Every clock, given those of the skill's manifest. */
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

/** A plan's clocks take precedence over the skill's; clocks that the skill derived are derived again. */
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

/** No clock, derived or not, is longer than the contract allows. */
function derivedTotalMs({ queueMs, executionMs }: Pick<Timeouts, 'queueMs' | 'executionMs'>): number {
  return Math.min(LIMITS.taskClockMs, Math.max(CLOCKS.totalMs, queueMs + executionMs));
}
