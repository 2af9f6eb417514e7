import { DomeError } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { insist } from '../src/insist.ts';
import { createReadiness } from '../src/readiness.ts';

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

test('a wait is told at once, when its reason changes, and now and then, and is a lack until it is over', async () => {
  const clock = createManualClock();
  const told: unknown[] = [];
  const readiness = createReadiness();
  let reason: DomeError | undefined = away;
  const done = insist(
    async () => {
      if (reason !== undefined) throw reason;
    },
    {
      what: 'topology',
      passing: ['TOPOLOGY_MISSING'],
      clock,
      readiness,
      logger: { warn: ({ err, hint }) => void told.push([String(err), hint]) },
      signal: new AbortController().signal,
    },
  );
  await clock.advanceAsync(20_000);
  expect(told).toEqual([['DomeError: nobody is there', away.hint]]);
  expect([...readiness.lacks]).toEqual([
    ['start', 'It has not started yet.'],
    ['topology', 'nobody is there'],
  ]);
  reason = new DomeError('TOPOLOGY_MISSING', { detail: 'there is no stream', hint: 'make it' });
  await clock.advanceAsync(6_000);
  expect(told.slice(1)).toEqual([['DomeError: there is no stream', 'make it']]);
  await clock.advanceAsync(40_000);
  expect(told).toHaveLength(3);
  reason = undefined;
  await clock.advanceAsync(6_000);
  await done;
  expect([...readiness.lacks.keys()]).toEqual(['start']);
});
