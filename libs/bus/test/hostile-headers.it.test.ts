// The server stores and delivers any bytes as headers. Whatever they are, the receivers go on receiving.
import { cursorAt } from '@dome/contracts';
import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { followStream, readBatch, readChainFromLeader, readLast, listen, startPuller, startService } from '@dome/bus';
import type { Delivery } from '@dome/bus';
import { askService, eventually } from '@dome/testkit';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

class RawBlock extends MsgHdrsImpl {
  readonly #block: string;

  constructor(block: string) {
    super();
    this.#block = block;
  }

  override encode(): Uint8Array {
    return Buffer.from(this.#block, 'latin1');
  }
}

const MALFORMED: Readonly<Record<string, string>> = {
  'a tab in a name': 'NATS/1.0\r\nX\t: y\r\n\r\n',
  'a blank in a name': 'NATS/1.0\r\nX y: z\r\n\r\n',
  'an empty name': 'NATS/1.0\r\n: z\r\n\r\n',
  'no colon': 'NATS/1.0\r\nxyz\r\n\r\n',
  'a status that is a word': 'NATS/1.0 abc\r\nX\t: y\r\n\r\n',
  'a status without an end': 'NATS/1.0 1e9999\r\nX\t: y\r\n\r\n',
  'a tab in a name behind a status': 'NATS/1.0 408 Over\r\nX\t: y\r\n\r\n',
  'another protocol': 'HTTP/1.1 200 OK\r\nX\t: y\r\n\r\n',
  'a line break in a value': 'NATS/1.0\r\nX: y\nZ: a\r\n\r\n',
  'bytes that are no UTF-8': 'NATS/1.0\r\n\xff\xfe: \xff\r\n\r\n',
  'a name as long as the server takes': `NATS/1.0\r\n${'\xe4'.repeat(65_000)}: y\r\n\r\n`,
  'no end': 'NATS/1.0\r\nX: y',
  'no line': 'NATS/1.0',
  'lines behind the end': 'NATS/1.0\r\n\r\nX\t: y\r\n\r\n',
};

/** Valid, and what the server itself sends when a pull or a read is over. */
const LIKE_THE_SERVER: Readonly<Record<string, string>> = {
  'a pull that is over': 'NATS/1.0 408 Request Timeout\r\nNats-Pending-Messages: 1\r\n\r\n',
  'a consumer that is gone': 'NATS/1.0 409 Consumer Deleted\r\n\r\n',
  'the end of a batch': 'NATS/1.0 204 EOB\r\nNats-Num-Pending: 0\r\n\r\n',
  'nobody there': 'NATS/1.0 503\r\n\r\n',
};

const HOSTILE = { ...MALFORMED, ...LIKE_THE_SERVER };
const NAMES = Object.keys(HOSTILE);

/** Each block in a message of its own, and a valid message at the end. */
async function fill(bus: TestBus): Promise<void> {
  await bus.jsm.streams.add({ name: 'W', subjects: ['w.>'], allow_direct: true });
  for (const [index, block] of Object.values(HOSTILE).entries()) {
    await bus.nc.request(`w.${index}`, NAMES[index], { headers: new RawBlock(block), timeout: 2_000 });
  }
  await bus.nc.request('w.last', 'sound');
}

const ALL = [...NAMES, 'sound'];

/** On the same connection: if it lost its reader it would be silent, or after a time be another. */
async function isHeard(nc: NatsConnection, clientId: number | undefined): Promise<boolean> {
  await nc.flush();
  return nc.info?.client_id === clientId;
}

test('a stored message is delivered and settled, whatever its headers', async () => {
  await using bus = await startTestBus();
  const clientId = bus.nc.info?.client_id;
  await fill(bus);
  await bus.jsm.consumers.add('W', { durable_name: 'd', ack_policy: 'explicit', ack_wait: 1_000_000_000 });
  const came: Delivery[] = [];
  await using puller = startPuller(bus.nc, {
    stream: 'W',
    durable: 'd',
    capacity: () => 4,
    onDelivery: (delivery) => {
      came.push(delivery);
      delivery.ack();
    },
    onFault: ({ error }) => expect.fail(error.message),
  });
  await eventually(() => came.length === ALL.length);
  expect(came.map(({ payload }) => text(payload))).toEqual(ALL);
  await eventually(async () => {
    const { num_pending, num_ack_pending } = await bus.jsm.consumers.info('W', 'd');
    return num_pending + num_ack_pending === 0;
  });
  await eventually(() => puller.outstanding <= 4);
  expect(await isHeard(bus.nc, clientId)).toBe(true);
});

test('a stored message is read and followed, whatever its headers', async () => {
  await using bus = await startTestBus();
  const clientId = bus.nc.info?.client_id;
  await fill(bus);
  const { messages } = await readBatch(bus.nc, { stream: 'W', from: cursorAt(1) });
  expect(messages.map(({ payload }) => text(payload))).toEqual(ALL);
  expect(messages.map(({ sequence }) => sequence)).toEqual(ALL.map((_, index) => index + 1));
  const followed: string[] = [];
  const follow = { stream: 'W', filters: ['w.>'], untilCaughtUp: true };
  for await (const { payload } of followStream(bus.nc, follow)) followed.push(text(payload));
  expect(followed).toEqual(ALL);
  for (const [index, name] of NAMES.entries()) {
    const last = await readLast(bus.nc, { stream: 'W', filter: `w.${index}` });
    expect(text(last?.payload ?? new Uint8Array())).toBe(name);
    const chain = await readChainFromLeader(bus.nc, { stream: 'W', filter: `w.${index}` });
    expect(chain.map(({ sequence }) => sequence)).toEqual([index + 1]);
  }
  expect(await isHeard(bus.nc, clientId)).toBe(true);
});

test('a request with malformed headers is refused by name, and the next one is answered', async () => {
  await using bus = await startTestBus();
  const clientId = bus.nc.info?.client_id;
  const endpoints = [{ name: 'echo', subject: 'svc.echo', handler: ({ payload }: { payload: Uint8Array }) => payload }];
  bus.keep(await startService(bus.nc, { name: 'echo', version: '1.0.0', endpoints }));
  for (const block of Object.values(MALFORMED)) {
    const headers = new RawBlock(block);
    const answer = await bus.nc.request('svc.echo', 'x', { headers, timeout: 2_000 });
    expect(answer.json()).toMatchObject({
      code: 'INVALID_REQUEST',
      detail: 'The headers of the request are malformed.',
    });
    const ping = await bus.nc.request('$SRV.PING.echo', '', { headers, timeout: 2_000 });
    expect(ping.json()).toMatchObject({ name: 'echo' });
  }
  expect(text((await askService(bus.nc, { subject: 'svc.echo', payload: bytes('good') })).data)).toBe('good');
  expect(await isHeard(bus.nc, clientId)).toBe(true);
});

test('an answer with malformed headers and nothing else does not stop the client from receiving', async () => {
  await using bus = await startTestBus();
  const clientId = bus.nc.info?.client_id;
  for (const [index, block] of Object.values(MALFORMED).entries()) {
    listen(bus.nc, `ask.${index}`, {
      onMessage: (message) => void message.respond('', { headers: new RawBlock(block) }),
      onRefused: (error) => expect.fail(error.message),
    });
    await bus.nc.request(`ask.${index}`, '', { timeout: 2_000 }).catch(() => {});
  }
  expect(await isHeard(bus.nc, clientId)).toBe(true);
});
