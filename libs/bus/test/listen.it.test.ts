// What is heard cannot end the hearing, and what is stored cannot pass for a word of the server.
import { MsgHdrsImpl } from '@nats-io/transport-node';
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { listen, readBatch, readChainFromLeader, readLast, startPuller } from '../src/index.ts';
import type { BusLogger, Delivery } from '../src/index.ts';
import { headerFault, headersOf } from '../src/received-headers.ts';
import { bytes, startTestBus, text } from './broker.ts';

/** A block as it is, whatever a client would say of it. */
class Block extends MsgHdrsImpl {
  readonly #block: string;

  constructor(block: string) {
    super();
    this.#block = block;
  }

  override encode(): Uint8Array {
    return Buffer.from(this.#block, 'latin1');
  }
}

const MALFORMED = [
  'NATS/1.0\r\nX\t: y\r\n\r\n',
  'NATS/1.0\r\n: y\r\n\r\n',
  'NATS/1.0\r\nno colon\r\n\r\n',
  'NATS/1.0 503\r\nX\t: y\r\n\r\n',
  'NATS/1.0 \r\nX\t: y\r\n\r\n',
  'NATS/9.9\r\nA: b\r\n\r\n',
  'NATS/1.0',
  'X\t: y\r\n\r\n',
  '\xff\xfe\r\n\r\n',
];

test('a handler that throws hears the next message, and its own fault is told', async () => {
  await using bus = await startTestBus();
  const [told, heard]: [string[], string[]] = [[], []];
  const logger: BusLogger = { ...quiet, error: (_fields: object, message?: string) => void told.push(message ?? '') };
  listen(bus.nc, 'a', {
    logger,
    onRefused: () => undefined,
    onMessage: (message) => {
      const said = text(message.data);
      if (said === 'bad') throw new Error('it cannot be handled');
      heard.push(said);
    },
  });
  for (const one of ['first', 'bad', 'last']) bus.nc.publish('a', one);
  await bus.nc.flush();
  expect(heard).toEqual(['first', 'last']);
  expect(told).toEqual(['a message was not handled']);
});

test.each(MALFORMED)('a block that no client would write is read without a throw: %j', async (block) => {
  await using bus = await startTestBus();
  const faults: (string | undefined)[] = [];
  listen(bus.nc, 'a', {
    onRefused: () => undefined,
    onMessage: (message) => {
      headersOf(message);
      faults.push(headerFault(message));
    },
  });
  bus.nc.publish('a', 'x', { headers: new Block(block) });
  bus.nc.publish('a', 'x', { headers: new Block('NATS/1.0\r\nA: b\r\nA: c:d\r\n\r\n') });
  bus.nc.publish('a', 'x');
  await bus.nc.flush();
  expect(faults).toEqual([expect.any(String), undefined, undefined]);
});

test('a stored message with the headers of a status is delivered, read and settled as any other', async () => {
  await using bus = await startTestBus();
  await bus.jsm.streams.add({ name: 'S', subjects: ['s'], allow_direct: true });
  await bus.jsm.consumers.add('S', { durable_name: 'd', ack_policy: 'explicit' });
  for (const status of ['404 No Messages', '409 Consumer Deleted', '100', '503', '204 EOB']) {
    const headers = new Block(`NATS/1.0 ${status}\r\nNats-Pending-Messages: 9\r\n\r\n`);
    await bus.nc.request('s', bytes(status), { headers, timeout: 2_000 });
  }
  const deliveries: Delivery[] = [];
  await using _puller = startPuller(bus.nc, {
    ...{ stream: 'S', durable: 'd', room: () => 10 - deliveries.length, onFault: () => undefined },
    onDelivery: (delivery) => {
      deliveries.push(delivery);
      delivery.ack();
    },
  });
  await eventually(() => deliveries.length === 5);
  await eventually(async () => (await bus.jsm.consumers.info('S', 'd')).num_ack_pending === 0);
  const { messages } = await readBatch(bus.nc, { stream: 'S', fromSequence: 1 });
  expect(messages.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  expect(messages.map(({ payload }) => text(payload))).toEqual(deliveries.map(({ payload }) => text(payload)));
});

test.each(MALFORMED)('a stored message is read from the leader, whatever its headers are: %j', async (block) => {
  await using bus = await startTestBus();
  await bus.jsm.streams.add({ name: 'S', subjects: ['s'] });
  await bus.nc.request('s', bytes('x'), { headers: new Block(block), timeout: 2_000 });
  const last = await readLast(bus.nc, { stream: 'S', filter: 's' });
  expect(text(last?.payload ?? new Uint8Array())).toBe('x');
  const chain = await readChainFromLeader(bus.nc, { stream: 'S', filter: 's' });
  expect(chain.map(({ sequence }) => sequence)).toEqual([1]);
});

const quiet: BusLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
