import type { Msg } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { eventually } from '@dome/testkit';

import { outboxOf } from '../src/outbox.ts';
import type { Outgoing } from '../src/outbox.ts';
import { headerBlock, headerLine } from '../src/wire-headers.ts';
import { bytes, startTestBus, text } from './broker.ts';

function outgoing(subject: string, payload: Uint8Array, more: Partial<Outgoing> = {}): Outgoing {
  const message = { subject, payload, reply: '', header: '', ...more };
  return {
    ...message,
    notSent: (cause) => {
      throw cause;
    },
  };
}

const withHeader = (value: string): { header: string } => ({ header: headerBlock(headerLine('X-Value', value)) });

const shown = (message: Msg): unknown[] => [
  message.subject,
  message.reply ?? '',
  message.headers?.get('X-Value') ?? null,
  message.data.length > 100 ? message.data.length : text(message.data),
];

test('messages of one turn arrive whole and in order, however large and whatever characters they have', async () => {
  await using bus = await startTestBus({ config: 'max_payload: 1MB' });
  const came: unknown[][] = [];
  bus.nc.subscribe('>', { callback: (_error, message) => void came.push(shown(message)) });
  await bus.nc.flush();
  const outbox = outboxOf(bus.nc);
  const before = bus.nc.stats();
  const large = new Uint8Array(300_000);
  outbox.send(outgoing('a.b', bytes('one')));
  outbox.send(outgoing('a.ä€😀', bytes('zwei ä€😀\r\n'), { reply: 'r.ü', ...withHeader('ä€😀') }));
  outbox.send(outgoing('a.c', large, withHeader('large')));
  outbox.send(outgoing('a.d', bytes('')));
  const many = Array.from({ length: 600 }, (_, n) => outgoing(`m.${n}`, new Uint8Array(900), withHeader(`${n}`)));
  for (const message of many) outbox.send(message);
  outbox.send(outgoing('a.e', bytes('last'), { reply: 'r' }));
  await eventually(() => came.length === 605);
  expect(came.slice(0, 4)).toEqual([
    ['a.b', '', null, 'one'],
    ['a.ä€😀', 'r.ü', 'ä€😀', 'zwei ä€😀\r\n'],
    ['a.c', '', 'large', large.length],
    ['a.d', '', null, ''],
  ]);
  expect(came.slice(4, -1)).toEqual(many.map((_, n) => [`m.${n}`, '', `${n}`, 900]));
  expect(came.at(-1)).toEqual(['a.e', 'r', null, 'last']);
  const after = bus.nc.stats();
  expect(after.outMsgs - before.outMsgs).toBe(605);
});

test('a message that a closed connection does not take is reported', async () => {
  await using bus = await startTestBus();
  const outbox = outboxOf(bus.nc);
  const told = Promise.withResolvers<unknown>();
  outbox.send({ ...outgoing('a', bytes('x')), notSent: told.resolve });
  await bus.nc.close();
  // Sent before it closed, or reported: a message is never dropped in silence.
  outbox.send({ ...outgoing('a', bytes('y'), withHeader('y')), notSent: told.resolve });
  expect(await told.promise).toBeInstanceOf(Error);
});
