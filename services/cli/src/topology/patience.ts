// How long a command waits for what the broker lacks: a server, JetStream, a leader, copies that are behind. What waiting
// cannot mend, such as a wrong password, ends it at once.

import type { DialReason } from '@dome/bus';
import { backoffMs, DomeError } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock } from '@dome/runtime';

export interface Patience {
  readonly clock: Clock;
  /** On the monotonic clock; undefined: one attempt, however it ends. */
  readonly endsAtMs: number | undefined;
  /** Called with each reason to wait, and again only after another. */
  readonly tell: (reason: string) => void;
}

export interface Tried<Result> {
  readonly result: Result;
  /** What still has to come about; undefined: nothing. */
  readonly lacks: string | undefined;
}

const AGAIN = { firstMs: 250, maxMs: 2_000 };
const PASSES: readonly DomeError['code'][] = ['UNAVAILABLE', 'TIMEOUT'];
/** Reasons of a failed dial that are settings of one side. */
const STAYS: readonly unknown[] = ['server not trusted', 'own certificate', 'no TLS'] satisfies DialReason[];

/**
 * Repeats the step until it lacks nothing, or the time is over; then the last attempt counts, which is not cut short: its
 * own reason is worth more than a request that had no time.
 * @throws what the step throws, if waiting cannot mend it or if the time is over
 */
export async function withPatience<Result>(
  step: () => Promise<Tried<Result>>,
  { clock, endsAtMs = -Infinity, tell }: Patience,
): Promise<Tried<Result>> {
  const restMs = (): number => endsAtMs - clock.monotonicMs();
  let told = '';
  for (let failures = 1; ; failures++) {
    const attempt = await tried(step);
    const reason = 'error' in attempt ? reasonToWait(attempt.error) : attempt.lacks;
    if (reason === undefined || restMs() <= 0) {
      if ('error' in attempt) throw attempt.error;
      return attempt;
    }
    if (reason !== told) tell(reason);
    told = reason;
    await pause(clock, Math.min(restMs(), backoffMs(AGAIN, failures)));
  }
}

async function tried<Value>(step: () => Promise<Value>): Promise<Value | { readonly error: unknown }> {
  try {
    return await step();
  } catch (error) {
    return { error };
  }
}

function reasonToWait(error: unknown): string | undefined {
  if (!(error instanceof DomeError) || !PASSES.includes(error.code)) return undefined;
  return STAYS.includes(error.fields['reason']) ? undefined : error.message;
}
