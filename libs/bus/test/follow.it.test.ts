import { cursorAt } from '@dome/contracts';
import { expect, test } from 'vitest';

import { createPublisher, followStream, readBatch, readChain, readChainFromLeader } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';
import type { StoredMessage } from '@dome/bus';
import { eventually } from '@dome/testkit';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

async function busWithEvents(): Promise<TestBus> {
  const bus = await startTestBus();
  await applyTopology(bus.nc, {
    streams: [
      { name: 'E', subjects: ['evt.>'], allowDirect: true, republish: { source: 'evt.>', destination: 'live.>' } },
    ],
  });
  return bus;
}

async function write(bus: TestBus, count: number, subjectOf: (n: number) => string): Promise<void> {
  const publisher = bus.keep(createPublisher(bus.nc, { ackTimeoutMs: 500 }));
  const start = performance.now();
  for (let n = 0; n < count; n++) {
    await publisher.publish({ subject: subjectOf(n), payload: bytes(`${n}`), messageId: `${start}.${n}` });
  }
}

const sequences = (messages: readonly StoredMessage[]): number[] => messages.map(({ sequence }) => sequence);

test('a batch returns what is stored from a sequence on, and how much is left', async () => {
  await using bus = await busWithEvents();
  await write(bus, 10, (n) => `evt.${n % 2}`);
  const read = { stream: 'E', filter: 'evt.1', from: cursorAt(3), batchMax: 3 };
  const batch = await readBatch(bus.nc, read);
  expect(batch.messages.map((message) => [message.sequence, message.subject, text(message.payload)])).toEqual([
    [4, 'evt.1', '3'],
    [6, 'evt.1', '5'],
    [8, 'evt.1', '7'],
  ]);
  expect(batch.pendingCount).toBe(1);
  expect(Math.abs((batch.messages[0]?.timeMs ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(await readBatch(bus.nc, { ...read, from: cursorAt(11) })).toEqual({ messages: [], pendingCount: 0 });
  await expect(readBatch(bus.nc, { ...read, stream: 'NONE' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a header that a publisher forged does not move a message', async () => {
  await using bus = await busWithEvents();
  const publisher = bus.keep(createPublisher(bus.nc));
  const headers = { 'Nats-Sequence': '999', 'Nats-Subject': 'evt.forged', 'Nats-Time-Stamp': '1970-01-01T00:00:00Z' };
  await publisher.publish({ subject: 'evt.a', payload: bytes('a'), messageId: 'a', headers });
  const { messages } = await readBatch(bus.nc, { stream: 'E', from: cursorAt(1) });
  expect(messages[0]).toMatchObject({ sequence: 1, subject: 'evt.a' });
  expect(messages[0]?.timeMs).toBeGreaterThan(Date.parse('2020-01-01'));
});

test('a chain is read whole, from a replica or from the leader', async () => {
  await using bus = await busWithEvents();
  await write(bus, 60, (n) => `evt.job${n % 3}.p${n}`);
  const chain = { stream: 'E', filter: 'evt.job1.*' };
  const expected = Array.from({ length: 20 }, (_, i) => 2 + i * 3);
  expect(sequences(await readChain(bus.nc, { ...chain, batchMax: 7 }))).toEqual(expected);
  expect(sequences(await readChainFromLeader(bus.nc, chain))).toEqual(expected);
  expect(await readChain(bus.nc, { stream: 'E', filter: 'evt.none.*' })).toEqual([]);
});

test('a follower sees every message once and in order, even when a server is killed', async () => {
  await using bus = await busWithEvents();
  await write(bus, 40, (n) => `evt.${n % 2}`);
  const stop = new AbortController();
  const seen: StoredMessage[] = [];
  const following = (async () => {
    const options = { stream: 'E', filters: ['evt.0', 'evt.1'], liveSubjects: ['live.>'], from: cursorAt(11) };
    for await (const message of followStream(bus.nc, { ...options, signal: stop.signal, batchMax: 8 })) {
      seen.push(message);
    }
  })();
  await eventually(() => seen.length === 30);
  await write(bus, 100, (n) => `evt.${n % 2}`);
  const writing = write(bus, 200, (n) => `evt.${n % 3}`);
  await eventually(() => seen.length > 150);
  await bus.server.kill();
  await bus.server.start();
  await writing;
  // The connection may still be on its way back.
  const wanted = await eventually(() => readChain(bus.nc, { stream: 'E', filter: 'evt.>' }));
  const expected = sequences(wanted.filter(({ subject, sequence }) => subject !== 'evt.2' && sequence > 10));
  await eventually(() => seen.length >= expected.length);
  expect(sequences(seen)).toEqual(expected);
  stop.abort();
  await following;
});

test('a live hint is read at once, and after a lost one the next interval', async () => {
  await using bus = await busWithEvents();
  const stop = new AbortController();
  const arrivals = async (liveSubjects: string[], pollIntervalMs: number): Promise<number> => {
    const options = { stream: 'E', filters: ['evt.>'], liveSubjects, pollIntervalMs, signal: stop.signal };
    const follower = followStream(bus.nc, { ...options, from: cursorAt(1) });
    const first = follower.next();
    await bus.nc.flush();
    await write(bus, 1, () => 'evt.a');
    await first;
    const startedAt = performance.now();
    const next = follower.next();
    await write(bus, 1, () => 'evt.b');
    await next;
    await follower.return();
    return performance.now() - startedAt;
  };
  expect(await arrivals(['live.>'], 60_000)).toBeLessThan(1_000);
  await bus.jsm.streams.purge('E');
  expect(await arrivals([], 300)).toBeLessThan(5_000);
  stop.abort();
});

test('a hint is followed soon, even if the replica that is asked lags behind', async () => {
  await using bus = await startTestBus();
  await applyTopology(bus.nc, { streams: [{ name: 'E', subjects: ['evt.>'], allowDirect: true }] });
  let reads = 0;
  bus.nc.subscribe('$JS.API.DIRECT.GET.E', { callback: () => void (reads += 1) });
  const options = { stream: 'E', filters: ['evt.>'], liveSubjects: ['live.>'], pollIntervalMs: 60_000 };
  const follower = followStream(bus.nc, options);
  const next = follower.next();
  await eventually(() => reads === 1);
  bus.nc.publish('live.a');
  await eventually(() => reads >= 2);
  await write(bus, 1, () => 'evt.a');
  expect((await next).value).toMatchObject({ sequence: 1, subject: 'evt.a' });
  await follower.return();
});

test('a follower that is stopped during an unanswered read ends at once', async () => {
  await using bus = await busWithEvents();
  const over = new AbortController();
  const follower = followStream(bus.nc, { stream: 'E', filters: ['evt.>'], signal: over.signal });
  await bus.server.pause();
  const next = follower.next();
  const startedAt = performance.now();
  over.abort();
  expect(await next).toMatchObject({ done: true });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  bus.server.resume();
});

test('a follower that only catches up ends by itself', async () => {
  await using bus = await busWithEvents();
  await write(bus, 25, (n) => `evt.${n}`);
  const seen: number[] = [];
  const options = { stream: 'E', filters: ['evt.>'], untilCaughtUp: true, batchMax: 10 };
  for await (const { sequence } of followStream(bus.nc, options)) seen.push(sequence);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
});

test('what was discarded before it was read is named, before anything behind it is yielded', async () => {
  await using bus = await busWithEvents();
  await write(bus, 10, (n) => `evt.${n % 2}`);
  await bus.jsm.streams.purge('E', { seq: 7 });
  const read: (number | string)[] = [];
  const follow = {
    stream: 'E',
    filters: ['evt.1'],
    untilCaughtUp: true,
    onGap: ({ from, to }: { from: number; to: number }) => void read.push(`gone ${from} to ${to}`),
  };
  for await (const { sequence } of followStream(bus.nc, { ...follow, from: cursorAt(3) })) read.push(sequence);
  expect(read).toEqual(['gone 3 to 6', 8, 10]);
  read.length = 0;
  for await (const { sequence } of followStream(bus.nc, follow)) read.push(sequence);
  expect(read).toEqual([8, 10]);
});
