import { expect, test } from 'vitest';

import { connectBus, createPublisher, createRegisters } from '@dome/bus';
import type { Registers, RegisterWrite } from '../src/registers.ts';
import { applyTopology } from '@dome/bus/provision';
import { eventually, startTcpProxy } from '@dome/testkit';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

async function busWithRegisters(): Promise<TestBus> {
  const bus = await startTestBus();
  await applyTopology(bus.nc, { buckets: [{ name: 'locks', perKeyTtl: true, republish: 'live.lock.>' }] });
  return bus;
}

function registersOf(bus: TestBus): Registers {
  return createRegisters(bus.nc, { bucket: 'locks', publisher: bus.keep(createPublisher(bus.nc)) });
}

const write = (value: string | undefined, over: Partial<RegisterWrite> = {}): RegisterWrite => ({
  key: 'k',
  value: value === undefined ? undefined : bytes(value),
  expected: 0,
  ttlSeconds: 60,
  deadlineMs: 5_000,
  ...over,
});

test('of twenty who change the same revision one is told that it did, and every change counts', async () => {
  await using bus = await busWithRegisters();
  const writers = Array.from({ length: 20 }, () => registersOf(bus));
  await Promise.all(
    writers.map(async (registers, index) => {
      for (;;) {
        const { revision, value } = await registers.read('k');
        const before = value === undefined ? '' : text(value);
        const written = await registers.write(write(`${before} ${index}`, { expected: revision }));
        if (written.status === 'stored') return;
      }
    }),
  );
  const { value } = await registersOf(bus).read('k');
  const all = text(value ?? bytes(''))
    .trim()
    .split(' ')
    .map(Number);
  expect(all.toSorted((a, b) => a - b)).toEqual(writers.map((_, index) => index));
});

test('a revision grows past an erased key, and a key that nobody writes is forgotten', async () => {
  await using bus = await busWithRegisters();
  const registers = registersOf(bus);
  expect(await registers.read('k')).toEqual({ revision: 0, value: undefined, storedAtMs: undefined });
  const first = await registers.write(write('a', { ttlSeconds: 1 }));
  expect(first).toMatchObject({ status: 'stored' });
  const expected = first.status === 'stored' ? first.revision : 0;
  expect(await registers.write(write(undefined, { expected }))).toEqual({ status: 'stored', revision: expected + 1 });
  expect(await registers.read('k')).toMatchObject({ revision: expected + 1, value: undefined });
  expect(await registers.write(write('b', { expected }))).toEqual({ status: 'conflict' });
  expect(await registers.write(write('b', { expected: expected + 1, ttlSeconds: 1 }))).toMatchObject({ revision: 3 });
  await eventually(async () => (await registers.read('k')).revision === 0);
});

test('a writer whose answer was lost knows its own write again', async () => {
  await using bus = await busWithRegisters();
  await using proxy = await startTcpProxy(bus.server.port);
  const nc = await connectBus({ servers: proxy.url, name: 'lossy' });
  const publisher = createPublisher(nc, { ackTimeoutMs: 200 });
  const registers = createRegisters(nc, { bucket: 'locks', publisher });
  proxy.loseAnswers();
  const written = registers.write(write('mine'));
  await eventually(() => proxy.lostMessages() > 0);
  proxy.passAnswers();
  expect(await written).toEqual({ status: 'stored', revision: 1 });
  await publisher[Symbol.asyncDispose]();
  await nc.close();
});

test('of a bucket that is republished the headers of every change are heard, and no value', async () => {
  await using bus = await busWithRegisters();
  const heard: unknown[] = [];
  bus.nc.subscribe('live.lock.>', {
    callback: (_error, { subject, headers, data }) =>
      void heard.push([subject, headers?.get('Nats-Sequence'), data.length]),
  });
  const registers = registersOf(bus);
  await registers.write(write('a value'));
  await registers.write(write(undefined, { expected: 1 }));
  await eventually(() => heard.length === 2);
  expect(heard).toEqual([
    ['live.lock.k', '1', 0],
    ['live.lock.k', '2', 0],
  ]);
});
