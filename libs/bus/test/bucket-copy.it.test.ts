// The copy is compared with what a stock client reads from the same bucket, whatever was done to it in between.
import { cp, rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';

import { Kvm } from '@nats-io/kv';
import { headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { connectBus, createBucketCopy } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';
import { eventually, startTcpProxy } from '@dome/testkit';

import type { BucketCopy } from '../src/bucket-copy.ts';
import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

const BUCKET = 'copied';
const STREAM = `KV_${BUCKET}`;
const subjectOf = (key: string): string => `$KV.${BUCKET}.${key}`;

type Row = readonly [key: string, value: string, revision: number];
interface OpenedCopy extends BucketCopy<Row> {
  /** How often a revision was opened. */
  readonly opened: number;
}

async function makeBucket({ nc }: Pick<TestBus, 'nc'>, storage: 'memory' | 'file' = 'memory'): Promise<void> {
  await applyTopology(nc, { buckets: [{ name: BUCKET, perKeyTtl: true, storage }] });
}

async function busWithBucket(): Promise<TestBus> {
  const bus = await startTestBus();
  await makeBucket(bus);
  return bus;
}

function copyOf(nc: NatsConnection): OpenedCopy {
  let opened = 0;
  const copy = createBucketCopy<Row>(nc, {
    bucket: BUCKET,
    open: ({ key, value, revision }) => {
      opened += 1;
      return [key, text(value), revision];
    },
  });
  return {
    read: () => copy.read(),
    get serverTimeMs() {
      return copy.serverTimeMs;
    },
    get opened() {
      return opened;
    },
  };
}

/** Its sequence. */
async function put({ nc }: TestBus, [key, value]: readonly [string, string], ttl?: string): Promise<number> {
  const fields = headers();
  if (ttl !== undefined) fields.set('Nats-TTL', ttl);
  const answer = await nc.request(subjectOf(key), bytes(value), { timeout: 2_000, headers: fields });
  return answer.json<{ seq: number }>().seq;
}

async function readWhole({ jsm }: TestBus): Promise<Row[]> {
  const { state } = await jsm.streams.info(STREAM, { subjects_filter: '>' });
  const rows = Object.keys(state.subjects ?? {}).map(async (subject): Promise<Row[]> => {
    const last = await jsm.streams.getMessage(STREAM, { last_by_subj: subject });
    if (last === null || last.header.has('KV-Operation') || last.header.has('Nats-Marker-Reason')) return [];
    return [[subject.slice(subjectOf('').length), last.string(), last.seq]];
  });
  return (await Promise.all(rows)).flat().toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Between two whole readings that agree, so that nothing expires unnoticed. */
async function expectCopied(bus: TestBus, copy: OpenedCopy): Promise<void> {
  const { whole, copied } = await eventually(async () => {
    const before = await readWhole(bus);
    const read = await copy.read();
    const after = await readWhole(bus);
    return isDeepStrictEqual(before, after) && { whole: after, copied: read };
  });
  expect(copied).toEqual(whole);
}

/** The JetStream requests from here on, heard by another client. */
async function listenToRequests(bus: TestBus): Promise<{ readonly asked: string[] } & AsyncDisposable> {
  const listener = await connectBus({ servers: bus.server.url, name: 'listener' });
  const heard: string[] = [];
  listener.subscribe('$JS.API.>', { callback: (_error, { subject }) => void heard.push(subject) });
  listener.subscribe('told', { callback: () => void heard.push('told') });
  await listener.flush();
  return {
    get asked() {
      return heard;
    },
    [Symbol.asyncDispose]: () => listener.close(),
  };
}

/** How many requests it takes. */
async function countRequests(bus: TestBus, asking: () => Promise<unknown>): Promise<number> {
  await using requests = await listenToRequests(bus);
  await asking();
  bus.nc.publish('told');
  await eventually(() => requests.asked.includes('told'));
  return requests.asked.length - 1;
}

test('after any put, delete, purge, expiry or new bucket, the copy has what a whole reading has', async () => {
  await using bus = await busWithBucket();
  const kv = await new Kvm(bus.nc).open(BUCKET);
  const key = fc.constantFrom('a', 'b', 'c.d', 'c.e', 'f');
  const change = fc.oneof(
    { weight: 8, arbitrary: fc.record({ does: fc.constant('put' as const), key, value: fc.string({ maxLength: 8 }) }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('delete', 'purge', 'forget', 'expire'), key }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('make anew' as const), writes: fc.nat({ max: 12 }) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('empty' as const) }) },
    { weight: 6, arbitrary: fc.record({ does: fc.constant('read' as const) }) },
  );
  const apply = async (one: typeof change extends fc.Arbitrary<infer Change> ? Change : never, copy: OpenedCopy) => {
    if (one.does === 'read') return void (await copy.read());
    if (one.does === 'empty') return void (await bus.jsm.streams.purge(STREAM));
    if (one.does === 'make anew') {
      await bus.jsm.streams.delete(STREAM);
      await makeBucket(bus);
      for (let n = 0; n < one.writes; n += 1) await put(bus, ['a', `anew ${n}`]);
    } else if (one.does === 'put') await put(bus, [one.key, one.value]);
    else if (one.does === 'delete') await kv.delete(one.key);
    else if (one.does === 'purge') await kv.purge(one.key);
    else if (one.does === 'forget') await bus.jsm.streams.purge(STREAM, { filter: subjectOf(one.key) });
    else await put(bus, [one.key, 'soon gone'], '1s');
  };
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
      const copy = copyOf(bus.nc);
      for (const one of changes) await apply(one, copy);
      await expectCopied(bus, copy);
    }),
    { numRuns: 60 },
  );
});

test('a key that expires leaves the copy, with a marker and without one', async () => {
  await using bus = await busWithBucket();
  const copy = copyOf(bus.nc);
  await put(bus, ['stays', '1']);
  await put(bus, ['goes', '2'], '1s');
  expect((await copy.read()).map(([key]) => key)).toEqual(['goes', 'stays']);
  await eventually(async () => (await copy.read()).length === 1);
  await expectCopied(bus, copy);

  await bus.jsm.streams.update(STREAM, { subject_delete_marker_ttl: 60_000_000_000 });
  const revision = await put(bus, ['goes', '3'], '1s');
  expect(await copy.read()).toContainEqual(['goes', '3', revision]);
  await eventually(async () => (await copy.read()).length === 1);
  const marker = await bus.jsm.streams.getMessage(STREAM, { last_by_subj: subjectOf('goes') });
  expect(marker?.header.has('Nats-Marker-Reason')).toBe(true);
  await put(bus, ['goes', '4']);
  await expectCopied(bus, copy);
  expect(await copy.read()).toHaveLength(2);
});

test('while others write, a reading has what was stored when it began, or later', async () => {
  await using bus = await busWithBucket();
  await using writer = await connectBus({ servers: bus.server.url, name: 'writer' });
  const stored = new Map<string, number>();
  const ending = new AbortController();
  const write = async (lane: number): Promise<void> => {
    for (let n = 0; !ending.signal.aborted; n += 1) {
      const key = `${lane}.${n % 7}`;
      stored.set(key, await put({ ...bus, nc: writer }, [key, `${n}`]));
    }
  };
  const writers = Promise.all(Array.from({ length: 12 }, (_, lane) => write(lane)));
  const copy = copyOf(bus.nc);
  for (let reading = 0; reading < 40; reading += 1) {
    const before = [...stored];
    const copied = new Map((await copy.read()).map(([key, , revision]) => [key, revision]));
    const older = before.filter(([key, revision]) => (copied.get(key) ?? 0) < revision);
    expect(older).toEqual([]);
  }
  ending.abort();
  await writers;
  await expectCopied(bus, copy);
});

test('a reading of a bucket in which nothing changed is one request, and one change costs a few more', async () => {
  await using bus = await busWithBucket();
  const copy = copyOf(bus.nc);
  const keys = Array.from({ length: 200 }, (_, n) => `pool-${n % 2}.skill-${n}`);
  for (const key of keys) await put(bus, [key, key]);
  const first = await countRequests(bus, () => copy.read());
  expect(first).toBeGreaterThan(keys.length);
  expect(first).toBeLessThan(keys.length * 1.1);
  expect(await countRequests(bus, () => copy.read())).toBe(1);
  expect(copy.opened).toBe(keys.length);

  // Overwritten a hundred times, it is one message, even where two look for it.
  await put(bus, ['pool-1.skill-1', 'once']);
  for (let n = 0; n < 100; n += 1) await put(bus, ['pool-0.skill-0', `${n}`]);
  expect(await countRequests(bus, () => copy.read())).toBe(5);
  expect(copy.opened).toBe(keys.length + 2);
  await expectCopied(bus, copy);
});

test('a reading that fails half-way leaves nothing out of the next one', async () => {
  await using bus = await busWithBucket();
  await using proxy = await startTcpProxy(bus.server.port);
  await using nc = await connectBus({ servers: proxy.url, name: 'cut off' });
  const copy = copyOf(nc);
  for (let n = 0; n < 100; n += 1) await put(bus, [`key-${n}`, `${n}`]);
  proxy.cutAt('"seq":75,');
  await expect(copy.read()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(proxy.cuts).toBe(1);
  expect(copy.opened).toBeGreaterThan(0);
  expect(await eventually(() => copy.read())).toHaveLength(100);
  await expectCopied(bus, copy);
});

test('a bucket restored to an older state is read anew', async () => {
  await using bus = await startTestBus();
  await makeBucket(bus, 'file');
  const saved = `${bus.server.storeDir}-saved`;
  const changeStore = async (from: string, to: string): Promise<void> => {
    await bus.server.kill();
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
    await bus.server.start();
    await eventually(() => bus.nc.request(`$JS.API.STREAM.INFO.${STREAM}`, '', { timeout: 250 }));
  };
  await put(bus, ['early', '1']);
  await changeStore(bus.server.storeDir, saved);
  const copy = copyOf(bus.nc);
  for (let n = 0; n < 5; n += 1) await put(bus, [`late-${n}`, `${n}`]);
  expect(await copy.read()).toHaveLength(6);
  await changeStore(saved, bus.server.storeDir);
  await put(bus, ['late-0', 'otherwise']);
  await expectCopied(bus, copy);
});

test('a missing bucket is not an empty bucket', async () => {
  await using bus = await startTestBus();
  await expect(copyOf(bus.nc).read()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
