import { expect, test } from 'vitest';

import { announceLease, connectBus, createLedgerBucket, createPublisher } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';
import { eventually, startTcpProxy } from '@dome/testkit';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

async function busWithBuckets(): Promise<TestBus> {
  const bus = await startTestBus();
  await applyTopology(bus.nc, { buckets: [{ name: 'ledger' }, { name: 'locks', perKeyTtl: true }] });
  return bus;
}

test('of fifty that create the same key, exactly one succeeds', async () => {
  await using bus = await busWithBuckets();
  const ledgers = Array.from({ length: 5 }, () =>
    createLedgerBucket(bus.nc, { bucket: 'ledger', publisher: bus.keep(createPublisher(bus.nc)) }),
  );
  for (const key of ['job-1', 'job_2', 'a.b']) {
    const claims = Array.from({ length: 50 }, async (_, i) => await ledgers[i % 5]?.create(key, bytes(`owner ${i}`)));
    const results = await Promise.all(claims);
    const winners = results.flatMap((result, i) => (result?.status === 'stored' ? [i] : []));
    expect(winners).toHaveLength(1);
    const entry = await ledgers[0]?.read(key);
    expect(text(entry?.value ?? new Uint8Array())).toBe(`owner ${winners[0]}`);
    expect(entry?.key).toBe(key);
  }
});

test('a create whose answer was lost is recognized as one’s own', async () => {
  await using bus = await busWithBuckets();
  await using proxy = await startTcpProxy(bus.server.port);
  const nc = await connectBus({ servers: proxy.url, name: 'lossy' });
  const publisher = createPublisher(nc, { ackTimeoutMs: 200 });
  const ledger = createLedgerBucket(nc, { bucket: 'ledger', publisher });
  proxy.loseAnswers();
  const created = ledger.create('mine', bytes('me'));
  const sound = createLedgerBucket(bus.nc, { bucket: 'ledger', publisher: bus.keep(createPublisher(bus.nc)) });
  await eventually(() => proxy.lostMessages() > 0);
  proxy.passAnswers();
  expect(await created).toEqual({ status: 'stored', revision: 1 });
  expect(await sound.create('mine', bytes('them'))).toEqual({ status: 'exists' });
  await publisher[Symbol.asyncDispose]();
  await nc.close();
});

test('a read tells apart a missing, a deleted and an invalid key', async () => {
  await using bus = await busWithBuckets();
  const publisher = bus.keep(createPublisher(bus.nc));
  const ledger = createLedgerBucket(bus.nc, { bucket: 'ledger', publisher });
  expect(await ledger.read('none')).toBeUndefined();
  await ledger.create('a', bytes('1'));
  await ledger.create('b', bytes('2'));
  const headers = { 'KV-Operation': 'DEL' };
  await publisher.publish({ subject: '$KV.ledger.a', payload: bytes(''), messageId: 'del', headers });
  expect(await ledger.read('a')).toBeUndefined();
  for (const key of ['', '.a', 'a.', 'a..b', 'a b', '*', 'a.>', 'ä']) {
    await expect(ledger.read(key)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await expect(ledger.create(key, bytes('x'))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  }
});

test('an announcement lives as long as its owner and can be replaced', async () => {
  await using bus = await busWithBuckets();
  const publisher = bus.keep(createPublisher(bus.nc));
  const read = async (): Promise<string | undefined> => {
    const entry = await createLedgerBucket(bus.nc, { bucket: 'locks', publisher }).read('pool.skill.one');
    return entry === undefined ? undefined : text(entry.value);
  };
  const options = { bucket: 'locks', key: 'pool.skill.one', value: bytes('v1'), ttlSeconds: 1, publisher };
  const announcement = await announceLease(options);
  const startedAt = performance.now();
  await eventually(async () => {
    expect(await read()).toBe('v1');
    return performance.now() - startedAt > 1_600;
  });
  await announcement.update(bytes('v2'));
  expect(await read()).toBe('v2');
  await announcement.withdraw();
  expect(await read()).toBeUndefined();

  const own = await connectBus({ servers: bus.server.url, name: 'owner' });
  const ownPublisher = createPublisher(own);
  await announceLease({ ...options, publisher: ownPublisher });
  expect(await read()).toBe('v1');
  await own.close();
  await eventually(async () => (await read()) === undefined);
});

test('an announcement that could not be stored is not stored later, and an owner that ends does not wait for it', async () => {
  await using bus = await busWithBuckets();
  await using proxy = await startTcpProxy(bus.server.port);
  const nc = await connectBus({ servers: proxy.url, name: 'lossy' });
  const publisher = createPublisher(nc);
  const options = { bucket: 'locks', value: bytes('v'), ttlSeconds: 1, publisher };
  const ending = new AbortController();
  const witness = await announceLease({ ...options, key: 'witness' });
  proxy.stall();
  const late = announceLease({ ...options, key: 'late' });
  await expect(late).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const given = announceLease({ ...options, key: 'given-up', ttlSeconds: 3_600, signal: ending.signal });
  ending.abort();
  await expect(given).rejects.toThrow('gave up');
  proxy.resume();

  // As often as the others would have been renewed.
  const written: string[] = [];
  bus.nc.subscribe('$KV.locks.>', {
    callback: (_error, { subject, headers }) => {
      // The withdrawal may be sent more than once.
      if (headers?.has('KV-Operation') !== true) written.push(subject);
    },
  });
  await eventually(() => written.filter((subject) => subject.endsWith('witness')).length >= 6);
  const ledger = createLedgerBucket(bus.nc, { bucket: 'locks', publisher });
  const held = await Promise.all(['witness', 'late', 'given-up'].map((key) => ledger.read(key)));
  expect(held.map((entry) => entry?.key)).toEqual(['witness', undefined, undefined]);
  expect(written.filter((subject) => subject.endsWith('late'))).toEqual([]);
  await witness.withdraw();
  await publisher[Symbol.asyncDispose]();
  await nc.close();
});
