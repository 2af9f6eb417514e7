import { expect, test } from 'vitest';

import { createBucket, createPublisher } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';

import type { Bucket } from '../src/bucket.ts';
import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

async function openBucket(bus: TestBus): Promise<Bucket> {
  await applyTopology(bus.nc, { buckets: [{ name: 'places', perKeyTtl: true }] });
  return createBucket(bus.nc, { bucket: 'places', publisher: bus.keep(createPublisher(bus.nc)) });
}

async function valueOf(bucket: Bucket, key: string): Promise<string | undefined> {
  const { found } = await bucket.read(key);
  return found === undefined ? undefined : text(found.value);
}

test('of twenty that write over the same revision, one does', async () => {
  await using bus = await startTestBus();
  const bucket = await openBucket(bus);
  await bucket.write('a', bytes('first'), 0);
  const { revision } = await bucket.read('a');
  const written = await Promise.all(
    Array.from({ length: 20 }, (_, index) => bucket.write('a', bytes(`${index}`), revision)),
  );
  const winners = written.flatMap(({ status }, index) => (status === 'stored' ? [`${index}`] : []));
  expect(winners).toHaveLength(1);
  expect(await valueOf(bucket, 'a')).toBe(winners[0]);
});

test('a key that was erased is free, for who has seen that it was', async () => {
  await using bus = await startTestBus();
  const bucket = await openBucket(bus);
  expect(await bucket.read('a')).toEqual({ revision: 0, found: undefined });
  await bucket.write('a', bytes('1'), 0);
  expect(await bucket.erase('a', 7)).toEqual({ status: 'conflict' });
  expect(await bucket.erase('a', 1)).toMatchObject({ status: 'stored' });
  const { revision, found } = await bucket.read('a');
  expect([revision, found]).toEqual([2, undefined]);
  expect(await bucket.write('a', bytes('2'), 0)).toEqual({ status: 'conflict' });
  expect(await bucket.write('a', bytes('2'), revision)).toMatchObject({ status: 'stored' });
  expect(await valueOf(bucket, 'a')).toBe('2');
});

test('what is below a token is listed without what was erased, and without what is of another', async () => {
  await using bus = await startTestBus();
  const bucket = await openBucket(bus);
  for (const key of ['ada.one', 'ada.two', 'ada.three', 'ad.one', 'ada', 'ada.two.deeper']) {
    await bucket.write(key, bytes(key), 0);
  }
  await bucket.erase('ada.two', 2);
  expect((await bucket.below('ada')).map(({ key, value }) => [key, text(value)])).toEqual([
    ['ada.one', 'ada.one'],
    ['ada.three', 'ada.three'],
  ]);
  await expect(bucket.below('*')).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
});
