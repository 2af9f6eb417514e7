import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';

import { applyTopology, consume, createPublisher } from '@dome/bus';
import type { ConsumeOptions } from '@dome/bus';
import { eventually } from '@dome/testkit';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

interface Seen {
  readonly handled: string[];
  readonly parked: string[];
  readonly refused: string[];
}

async function busWithWork(messages: readonly string[]): Promise<TestBus> {
  const bus = await startTestBus();
  await applyTopology(bus.nc, {
    streams: [{ name: 'W', subjects: ['w.>'], retention: 'workqueue' }],
    consumers: [{ stream: 'W', durable: 'd', ackWaitMs: 1_000, maxDeliver: -1, maxAckPending: -1 }],
  });
  const publisher = bus.keep(createPublisher(bus.nc));
  await Promise.all(
    messages.map((message, n) => publisher.publish({ subject: 'w.a', payload: bytes(message), messageId: `${n}` })),
  );
  return bus;
}

function optionsOf(seen: Seen, handle: (message: string) => Promise<void>): ConsumeOptions<string> {
  return {
    stream: 'W',
    durable: 'd',
    inFlightMax: 5,
    decode: ({ payload }) => {
      const message = text(payload);
      if (message === 'unreadable') throw new DomeError('INVALID_REQUEST');
      return message;
    },
    handle: async (message) => {
      await handle(message);
      seen.handled.push(message);
    },
    park: async (_delivery, error) => void seen.parked.push(error.code),
    refuse: async (_delivery, error) => void seen.refused.push(error.code),
    retry: {
      initialIntervalMs: 20,
      backoffCoefficient: 2,
      maximumIntervalMs: 100,
      maximumAttempts: 3,
      nonRetryable: [],
    },
  };
}

const emptied = async (bus: TestBus): Promise<boolean> => (await bus.jsm.streams.info('W')).state.messages === 0;

test('each delivery ends as the catalogue says, and nothing is left', async () => {
  await using bus = await busWithWork(['good', 'unreadable', 'busy', 'once', 'broken', 'stale']);
  const seen: Seen = { handled: [], parked: [], refused: [] };
  let busy = 0;
  let once = 0;
  bus.keep(
    consume(
      bus.nc,
      optionsOf(seen, async (message) => {
        if (message === 'busy' && ++busy > 0) throw new DomeError('UNAVAILABLE');
        if (message === 'once' && once++ === 0) throw new DomeError('UNAVAILABLE');
        if (message === 'broken') throw new TypeError('a defect');
        if (message === 'stale') throw new DomeError('INVALID_TRANSITION');
      }),
    ),
  );
  await eventually(() => emptied(bus));
  expect(seen.handled.toSorted()).toEqual(['good', 'once']);
  expect(seen.parked.toSorted()).toEqual(['INTERNAL', 'UNAVAILABLE']);
  expect(seen.refused).toEqual(['INVALID_REQUEST']);
  expect(busy).toBe(3);
});

test('work that takes longer than the ack wait is not delivered to anybody else', async () => {
  await using bus = await busWithWork(['long']);
  const seen: Seen = { handled: [], parked: [], refused: [] };
  let started = 0;
  const gate = Promise.withResolvers<void>();
  const handle = async (): Promise<void> => {
    started++;
    await gate.promise;
  };
  for (let n = 0; n < 2; n++) bus.keep(consume(bus.nc, { ...optionsOf(seen, handle), workingEveryMs: 300 }));
  await eventually(() => started === 1);
  await new Promise((resolve) => setTimeout(resolve, 2_500)); // longer than two ack waits: that is what is tested
  expect(started).toBe(1);
  gate.resolve();
  await eventually(() => emptied(bus));
});

test('a drain waits for the work that it took, and in-flight work is bounded', async () => {
  await using bus = await busWithWork(Array.from({ length: 30 }, (_, n) => `${n}`));
  const seen: Seen = { handled: [], parked: [], refused: [] };
  const gate = Promise.withResolvers<void>();
  const loop = consume(
    bus.nc,
    optionsOf(seen, async () => await gate.promise),
  );
  await eventually(() => loop.inFlight === 5);
  const drained = loop.drain();
  expect(seen.handled).toEqual([]);
  gate.resolve();
  await drained;
  expect(seen.handled).toHaveLength(5);
  expect(loop.inFlight).toBe(0);
});

test('a fault that could not be parked comes again until it is', async () => {
  await using bus = await busWithWork(['broken']);
  const seen: Seen = { handled: [], parked: [], refused: [] };
  let tries = 0;
  const options = optionsOf(seen, async () => {
    throw new TypeError('a defect');
  });
  const park = async (): Promise<void> => {
    if (++tries < 3) throw new Error('nowhere to park');
  };
  bus.keep(consume(bus.nc, { ...options, park }));
  await eventually(() => emptied(bus));
  expect(tries).toBe(3);
});
