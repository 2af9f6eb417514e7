// The bus writes a bucket through its protocol. A stock client judges whether it is a valid bucket.
import { Kvm } from '@nats-io/kv';
import { expect, test } from 'vitest';

import { announceLease, createLedgerBucket, createPublisher } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';

import { bytes, startTestBus } from './broker.ts';

test('a stock client reads what the ledger wrote, and neither overwrites a key of the other', async () => {
  await using bus = await startTestBus();
  await applyTopology(bus.nc, { buckets: [{ name: 'ledger' }] });
  const ledger = createLedgerBucket(bus.nc, { bucket: 'ledger', publisher: bus.keep(createPublisher(bus.nc)) });
  const stock = await new Kvm(bus.nc).open('ledger');

  expect(await ledger.create('ours', bytes('we'))).toEqual({ status: 'stored', revision: 1 });
  const entry = await stock.get('ours');
  expect([entry?.string(), entry?.revision, entry?.operation]).toEqual(['we', 1, 'PUT']);
  await expect(stock.create('ours', 'they')).rejects.toThrow(/wrong last sequence/);

  await stock.create('theirs', 'they');
  expect(await ledger.create('theirs', bytes('we'))).toEqual({ status: 'exists' });
  await stock.delete('theirs');
  expect(await ledger.read('theirs')).toBeUndefined();
});

test('a stock client watches announcements come and go', async () => {
  await using bus = await startTestBus();
  await applyTopology(bus.nc, { buckets: [{ name: 'leases', perKeyTtl: true }] });
  const watch = await (await new Kvm(bus.nc).open('leases')).watch();
  const publisher = bus.keep(createPublisher(bus.nc));
  const announced = await announceLease({
    bucket: 'leases',
    key: 'a',
    value: bytes('here'),
    ttlSeconds: 30,
    publisher,
  });
  const seen: string[] = [];
  for await (const entry of watch) {
    seen.push(`${entry.key} ${entry.operation}`);
    if (seen.length === 2) break;
    // A bucket keeps one value a key: a value replaced before it was seen is never seen.
    await announced.withdraw();
  }
  expect(seen).toEqual(['a PUT', 'a DEL']);
});
