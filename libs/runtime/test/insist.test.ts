import { DomeError } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { insist } from '../src/insist.ts';

const logger = { warn: () => undefined };
const away = new DomeError('UNAVAILABLE', { detail: 'nobody is there' });

test('a temporary failure is waited out, a little longer each time', async () => {
  const clock = createManualClock();
  const tried: number[] = [];
  const step = async (): Promise<string> => {
    if (tried.push(clock.monotonicMs()) <= 7) throw away;
    return 'done';
  };
  const done = insist(step, { what: 'it', clock, logger, signal: new AbortController().signal });
  await clock.advanceAsync(30_000);
  expect(await done).toBe('done');
  expect(tried.map((at, n) => at - (tried[n - 1] ?? 0))).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

test('a permanent failure is thrown at once, and any failure after an abort', async () => {
  const ending = new AbortController();
  const of = { what: 'it', clock: createManualClock(), logger, signal: ending.signal };
  await expect(insist(() => Promise.reject(new DomeError('FORBIDDEN', {})), of)).rejects.toThrow('');
  ending.abort();
  await expect(insist(() => Promise.reject(away), of)).rejects.toBe(away);
});
