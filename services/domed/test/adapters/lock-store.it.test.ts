import { createPublisher } from '@dome/bus';
import { BUCKETS, CLOCKS, lockHash } from '@dome/contracts';
import { createLogger } from '@dome/runtime';
import { createManualClock, eventually, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createLockStore } from '../../src/adapters/lock-store.ts';
import { ask, emptyTable } from '../../src/locks/table.ts';
import type { LockChange } from '../../src/ports.ts';
import { ticketOf } from '../locks/ticket.ts';

const logger = createLogger({ name: 'domed', level: 'silent' });

test('a table is stored by compare-and-set, heard of, listed, and gone when nobody wants the lock', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock(Date.now());
  const store = createLockStore(nc, { publisher, clock, logger });
  const heard: LockChange[] = [];
  using _listening = store.listen({ onChange: (change) => void heard.push(change), onGap: () => undefined });
  await nc.flush();

  expect(await store.read('a lock')).toEqual({ revision: 0, table: emptyTable('a lock') });
  const table = ask(emptyTable('a lock'), ticketOf('t0', { expiresAtMs: clock.now() + 60_000 }), clock.now());
  expect(await store.write(table, { expected: 0, deadlineMs: 5_000 })).toEqual({ status: 'stored', revision: 1 });
  expect(await store.write(table, { expected: 0, deadlineMs: 5_000 })).toEqual({ status: 'conflict' });
  expect(await store.read('a lock')).toEqual({ revision: 1, table });
  expect(await store.list()).toEqual([table]);
  await eventually(() => heard.length === 1);
  expect(heard).toEqual([{ hash: lockHash('a lock'), revision: 1 }]);

  await store.write(emptyTable('a lock'), { expected: 1, deadlineMs: 5_000 });
  expect(await store.read('a lock')).toEqual({ revision: 2, table: emptyTable('a lock') });
  expect(await store.list()).toEqual([]);
});

test('what cannot be read counts as a holder until a lease after it was stored', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const store = createLockStore(nc, { publisher, clock: createManualClock(), logger });
  const beforeMs = Date.now();
  const other = JSON.stringify(emptyTable('another lock'));
  for (const [index, garbage] of ['', 'no JSON', '{"key":1}', '['.repeat(100_000), other].entries()) {
    const key = `lock ${index}`;
    await nc.request(`$KV.${BUCKETS.domed_locks}.${lockHash(key)}`, garbage);
    const { table } = await store.read(key);
    expect(table.key).toBe(key);
    expect(table.holders).toMatchObject([{ mode: 'exclusive', jobId: 'unknown' }]);
    const expiresAtMs = table.holders[0]?.expiresAtMs ?? 0;
    expect(expiresAtMs).toBeGreaterThanOrEqual(beforeMs + CLOCKS.lockLeaseMs - 1);
    expect(expiresAtMs).toBeLessThan(Date.now() + CLOCKS.lockLeaseMs + 1);
  }
  expect(await store.list()).toEqual([emptyTable('another lock')]);
});
