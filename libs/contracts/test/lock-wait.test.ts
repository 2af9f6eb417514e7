import { expect, test } from 'vitest';

import type { LockHolder } from '../src/generated/types.ts';
import { LIMITS } from '../src/limits.ts';
import { lockWaitOf } from '../src/lock-wait.ts';

const since = '2026-03-02T09:00:00.000Z';
const of = (jobId: string): LockHolder => ({ skill: 'deploy', runId: 'run-1', jobId, mode: 'exclusive', since });

test('a wait says who holds the lock, and how many asked before', () => {
  const seen = { lock: 'k', holders: [of('h')], waiting: [of('first'), { ...of('second'), mode: 'shared' as const }] };
  expect(lockWaitOf(seen, 'second')).toEqual({ lock: 'k', mode: 'shared', since, before: 1, heldBy: [of('h')] });
  expect([lockWaitOf(seen, 'h'), lockWaitOf(seen, 'nobody')]).toEqual([undefined, undefined]);
});

test('of many holders, the first are told', () => {
  const holders = Array.from({ length: LIMITS.lockHoldersTold + 1 }, (_, n) => of(`h${n}`));
  expect(lockWaitOf({ lock: 'k', holders, waiting: [of('w')] }, 'w')?.heldBy).toEqual(holders.slice(0, -1));
});
