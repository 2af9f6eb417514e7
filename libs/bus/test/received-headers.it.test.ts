import { headers } from '@nats-io/transport-node';
import type { Msg, MsgHdrs } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { headerOf, headersOf, isMalformed, lastHeader } from '../src/received-headers.ts';
import { startTestBus } from './broker.ts';

async function received(made: MsgHdrs | undefined, payload = 'x', subject = 'a.b'): Promise<Msg> {
  await using bus = await startTestBus();
  const { promise, resolve } = Promise.withResolvers<Msg>();
  bus.nc.subscribe(subject, { callback: (_error, message) => resolve(message) });
  bus.nc.publish(subject, payload, made === undefined ? {} : { headers: made });
  return await promise;
}

const some = (): MsgHdrs => {
  const made = headers();
  made.append('Nats-Sequence', '1');
  made.append('Nats-Sequence', ' 2 ');
  made.set('nats-sequence', '3');
  made.set('Content-Type', 'a: b');
  made.set('Empty', '');
  made.set('Umlaut', 'ä€😀');
  return made;
};

const READ = [
  ['Nats-Sequence', ['1', '2']],
  ['nats-sequence', ['3']],
  ['Content-Type', ['a: b']],
  ['Empty', ['']],
  ['Umlaut', ['ä€😀']],
];

test.each([
  ['with a payload', 'x'],
  ['without a payload', ''],
  ['with a payload that looks like headers', 'NATS/1.0\r\nNats-Sequence: 9\r\n\r\n'],
  ['larger than one read of the socket', 'x'.repeat(300_000)],
])('the headers of a message are read as they were written: %s', async (_name, payload) => {
  const message = await received(some(), payload);
  const read = headersOf(message);
  expect([...(read ?? [])]).toEqual(READ);
  expect(isMalformed(read)).toBe(false);
  expect(read?.code).toBe(0);
  expect(lastHeader(read, 'Nats-Sequence')).toBe('2');
  expect(lastHeader(read, 'Nats-Nothing')).toBe('');
});

test('a header is found by its name in any case, and its first value counts', async () => {
  const made = headers();
  made.append('content-TYPE', 'application/cloudevents+json');
  made.append('Content-Type', 'text/plain');
  const read = headersOf(await received(made));
  for (const name of ['Content-Type', 'content-type', 'CONTENT-TYPE'])
    expect(headerOf(read, name)).toBe('application/cloudevents+json');
  expect(headerOf(read, 'Content')).toBeUndefined();
  expect(headerOf(undefined, 'Content-Type')).toBeUndefined();
});

test('a subject with non-ASCII characters changes nothing', async () => {
  const message = await received(some(), 'x', 'ä.€');
  expect([...(headersOf(message) ?? [])]).toEqual(READ);
});

test('a message without headers has none, and a status keeps its code', async () => {
  expect(headersOf(await received(undefined))).toBeUndefined();
  const status = headersOf(await received(headers(408, 'Request Timeout'), ''));
  expect([status?.code, status?.description]).toEqual([408, 'Request Timeout']);
});
