// The attempts of a job as its chain tells them. A chain starts over with every `started`; everything written after names
// the last one, by its number and by its epoch.
import type { AttemptRecord } from '../job.ts';
import type { ChainMessage } from '../ports.ts';

export function attemptsOf(chain: readonly ChainMessage[]): AttemptRecord[] {
  return chain.flatMap(({ entry, sequence, instance, timeMs }) =>
    entry.phase === 'started'
      ? [{ attempt: entry.attempt, epoch: sequence, instance, startedAtMs: timeMs, isCounted: entry.counted }]
      : [],
  );
}

export function spentOf(attempts: readonly AttemptRecord[]): number {
  return attempts.filter(({ isCounted }) => isCounted).length;
}
