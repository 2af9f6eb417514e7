// The attempts of a job according to its chain. Every `started` begins a new attempt; everything written after it names
// that attempt, by its number and by its epoch.
import type { KnownAttempt } from '../job.ts';
import type { ChainMessage } from '../ports.ts';

export function attemptsOf(chain: readonly ChainMessage[]): KnownAttempt[] {
  return chain.flatMap(({ entry, sequence, instance, timeMs }) =>
    entry.phase === 'started'
      ? [{ attempt: entry.attempt, epoch: sequence, instance, startedAtMs: timeMs, isCounted: entry.counted }]
      : [],
  );
}

export function spentOf(attempts: readonly KnownAttempt[]): number {
  return attempts.filter(({ isCounted }) => isCounted).length;
}
