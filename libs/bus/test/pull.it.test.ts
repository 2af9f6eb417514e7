import { expect, test } from 'vitest';

import { createPublisher, startPuller } from '@dome/bus';
import type { Delivery, PullFault } from '@dome/bus';
import { eventually } from '@dome/testkit';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';
import { addDurable } from './work-durable.ts';

async function busWithDurable(): Promise<TestBus> {
  const bus = await startTestBus();
  await bus.jsm.streams.add({ name: 'W', subjects: ['w.>'], retention: 'workqueue' });
  await addDurable(bus);
  return bus;
}

async function fill(bus: TestBus, count: number): Promise<void> {
  await using publisher = createPublisher(bus.nc);
  const writes = Array.from({ length: count }, (_, i) =>
    publisher.publish({ subject: `w.${i}`, payload: bytes(`${i}`), messageId: `${performance.now()}.${i}` }),
  );
  await Promise.all(writes);
}

test('the puller requests no more than the free slots, and continues when slots are free again', async () => {
  await using bus = await busWithDurable();
  await fill(bus, 100);
  const held: Delivery[] = [];
  let done = 0;
  let heldMost = 0;
  const puller = startPuller(bus.nc, {
    stream: 'W',
    durable: 'd',
    capacity: () => 8 - held.length,
    onDelivery: (delivery) => {
      held.push(delivery);
      heldMost = Math.max(heldMost, held.length);
    },
    onFault: () => expect.fail('no fault is expected'),
  });
  await eventually(() => held.length === 8);
  expect((await bus.jsm.consumers.info('W', 'd')).num_ack_pending).toBe(8);
  await eventually(() => {
    for (const delivery of held.splice(0)) {
      delivery.ack();
      done++;
    }
    puller.poke();
    return done === 100;
  });
  expect(heldMost).toBe(8);
  await eventually(async () => (await bus.jsm.streams.info('W')).state.messages === 0);
  await puller.drain();
});

test('messages that come one by one fill the free slots and no more', async () => {
  await using bus = await busWithDurable();
  const held: Delivery[] = [];
  bus.keep(
    startPuller(bus.nc, {
      stream: 'W',
      durable: 'd',
      capacity: () => 8 - held.length,
      onDelivery: (delivery) => void held.push(delivery),
      onFault: () => expect.fail('no fault is expected'),
    }),
  );
  for (let count = 1; count <= 20; count++) {
    await fill(bus, 1);
    if (count <= 8) await eventually(() => held.length === count);
  }
  await bus.nc.flush();
  expect(held).toHaveLength(8);
  expect((await bus.jsm.consumers.info('W', 'd')).num_ack_pending).toBe(8);
});

test('a delivery describes itself, comes again when it is not settled, and counts its deliveries', async () => {
  await using bus = await busWithDurable();
  const before = Date.now();
  await fill(bus, 1);
  const seen: Delivery[] = [];
  bus.keep(
    startPuller(bus.nc, {
      stream: 'W',
      durable: 'd',
      capacity: () => 1,
      onDelivery: (delivery) => void seen.push(delivery),
      onFault: () => expect.fail('no fault is expected'),
    }),
  );
  const first = await eventually(() => seen[0] ?? expect.fail());
  expect(first).toMatchObject({ subject: 'w.0', stream: 'W', durable: 'd', streamSequence: 1, deliveryCount: 1 });
  expect(text(first.payload)).toBe('0');
  expect(Math.abs(first.storedAtMs - before)).toBeLessThan(5_000);

  const second = await eventually(() => seen[1] ?? expect.fail());
  expect(second.deliveryCount).toBe(2);
  second.nak(10);
  const third = await eventually(() => seen[2] ?? expect.fail());
  expect(third.deliveryCount).toBe(3);
  third.ack();
  await eventually(async () => (await bus.jsm.streams.info('W')).state.messages === 0);
});

test('working keeps a delivery past its ack wait, and is confirmed', async () => {
  await using bus = await busWithDurable();
  await fill(bus, 1);
  const seen: Delivery[] = [];
  bus.keep(
    startPuller(bus.nc, {
      stream: 'W',
      durable: 'd',
      capacity: () => 5,
      onDelivery: (delivery) => void seen.push(delivery),
      onFault: () => expect.fail('no fault is expected'),
    }),
  );
  const delivery = await eventually(() => seen[0] ?? expect.fail());
  const startedAt = performance.now();
  await eventually(
    async () => {
      expect(await delivery.working()).toBe(true);
      return performance.now() - startedAt > 2_500;
    },
    { stepMs: 300 },
  );
  expect(seen).toHaveLength(1);
  delivery.ack();
  await eventually(async () => (await bus.jsm.streams.info('W')).state.messages === 0);
  await bus.server.pause();
  expect(await delivery.working(100)).toBe(false);
  bus.server.resume();
});

test('a deleted consumer is a fault, and pulling continues when it is back', async () => {
  await using bus = await busWithDurable();
  const faults: PullFault[] = [];
  const acked = new Set<number>();
  bus.keep(
    startPuller(bus.nc, {
      stream: 'W',
      durable: 'd',
      capacity: () => 3,
      onDelivery: (delivery) => {
        delivery.ack();
        acked.add(delivery.streamSequence);
      },
      onFault: (fault) => void faults.push(fault),
    }),
  );
  await fill(bus, 1);
  await eventually(() => acked.has(1));
  await eventually(async () => (await bus.jsm.streams.info('W')).state.messages === 0);
  await bus.jsm.consumers.delete('W', 'd');
  await eventually(() => faults.some(({ kind }) => kind === 'deleted'));
  await eventually(() => faults.some(({ kind }) => kind === 'unanswered'));
  const codeOf = (kind: string): string | undefined => faults.find((fault) => fault.kind === kind)?.error.code;
  expect([codeOf('deleted'), codeOf('unanswered')]).toEqual(['TOPOLOGY_MISSING', 'UNAVAILABLE']);
  await addDurable(bus);
  await fill(bus, 1);
  await eventually(() => acked.has(2));
});

test('whoever heard of a fault hears that pulling works again, though there is nothing to deliver', async () => {
  await using bus = await busWithDurable();
  const heard: string[] = [];
  bus.keep(
    startPuller(bus.nc, {
      stream: 'W',
      durable: 'd',
      heartbeatMs: 100,
      capacity: () => 3,
      onDelivery: () => expect.fail('nothing is there'),
      onFault: ({ kind }) => void heard.push(kind),
      onAnswer: () => void heard.push('answer'),
    }),
  );
  await bus.jsm.consumers.delete('W', 'd');
  await eventually(() => heard.includes('unanswered'));
  expect(heard).not.toContain('answer');
  await addDurable(bus);
  await eventually(() => heard.at(-1) === 'answer');
  expect(heard.filter((one) => one === 'answer')).toHaveLength(1);
});

test('pulling continues after the server was killed, and after it was paused', async () => {
  await using bus = await busWithDurable();
  await fill(bus, 50);
  const seen = new Set<number>();
  const held: Delivery[] = [];
  const faults: PullFault[] = [];
  await using puller = startPuller(bus.nc, {
    stream: 'W',
    durable: 'd',
    heartbeatMs: 300,
    capacity: () => 10 - held.length,
    onDelivery: (delivery) => {
      seen.add(delivery.streamSequence);
      delivery.ack();
    },
    onFault: (fault) => void faults.push(fault),
  });
  await eventually(() => seen.size === 50);
  await bus.server.kill();
  await bus.server.start();
  await fill(bus, 50);
  await eventually(() => seen.size === 100);

  await bus.server.pause();
  await eventually(() => faults.some(({ kind }) => kind === 'heartbeats-missed'));
  bus.server.resume();
  await fill(bus, 50);
  await eventually(() => seen.size === 150);
  expect(puller.outstanding).toBeLessThanOrEqual(10);
});

test('a drain hands out what was on its way and requests no more', async () => {
  await using bus = await busWithDurable();
  await fill(bus, 20);
  const seen: Delivery[] = [];
  const puller = startPuller(bus.nc, {
    stream: 'W',
    durable: 'd',
    capacity: () => 10,
    onDelivery: (delivery) => void seen.push(delivery),
    onFault: () => expect.fail('no fault is expected'),
  });
  await Promise.resolve();
  await puller.drain();
  const handedOut = seen.length;
  expect((await bus.jsm.consumers.info('W', 'd')).num_ack_pending).toBe(handedOut);
  puller.poke();
  await bus.nc.flush();
  expect(seen).toHaveLength(handedOut);
});

test('a pull that was lost without an answer holds no slot for good, whatever else is delivered meanwhile', async () => {
  await using bus = await busWithDurable();
  await fill(bus, 2_000);
  // The first pull is lost on its way, as with the leader that held it; every later one arrives.
  let pulls = 0;
  bus.nc.subscribe('away.CONSUMER.MSG.NEXT.W.d', {
    callback: (_error, { data, reply = '' }) => {
      if (pulls++ > 0) bus.nc.publish('$JS.API.CONSUMER.MSG.NEXT.W.d', data, { reply });
    },
  });
  const ROOM = 4;
  const held: Delivery[] = [];
  const faults: PullFault[] = [];
  let places = ROOM / 2;
  const puller = bus.keep(
    startPuller(bus.nc, {
      stream: 'W',
      durable: 'd',
      apiPrefix: 'away',
      expiresMs: 500,
      heartbeatMs: 100,
      capacity: () => places - held.length,
      onDelivery: (delivery) => void held.push(delivery),
      onFault: (fault) => void faults.push(fault),
    }),
  );
  await eventually(() => pulls === 1);
  places = ROOM;
  puller.poke();
  await eventually(() => held.length === ROOM / 2);
  // One job ends at each check, so that the consumer is never silent.
  await eventually(() => {
    const whole = held.length === ROOM;
    held.shift()?.ack();
    puller.poke();
    return whole;
  });
  expect(faults).toEqual([]);
});

test('a fault that stays is said once, and another one at once', async () => {
  await using bus = await busWithDurable();
  const said: unknown[] = [];
  const faults: string[] = [];
  const ignore = (): void => {};
  const warn = ({ kind }: { readonly kind?: unknown }, message: string): void => {
    if (message === 'pull fault') said.push(kind);
  };
  const puller = startPuller(bus.nc, {
    stream: 'W',
    durable: 'd',
    capacity: () => 1,
    onDelivery: (delivery) => delivery.ack(),
    onFault: ({ kind }) => void faults.push(kind),
    logger: { debug: ignore, info: ignore, warn, error: ignore },
  });
  bus.keep(puller);
  await eventually(() => puller.outstanding === 1);
  await bus.jsm.consumers.delete('W', 'd');
  await eventually(() => faults.filter((kind) => kind === 'unanswered').length >= 3, { timeoutMs: 15_000 });
  expect(said).toEqual(['deleted', 'unanswered']);
  expect(faults.slice(0, 4)).toEqual(['deleted', 'unanswered', 'unanswered', 'unanswered']);
});
