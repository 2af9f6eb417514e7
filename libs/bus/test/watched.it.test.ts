// What a process is told of its own dealings with the broker: how each write and each request ended, and whether there is a
// server.
import { DomeError } from '@dome/contracts';
import { askService, eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createPublisher, startService, watchConnection } from '@dome/bus';

import type { EndedWrite } from '../src/publisher-options.ts';
import type { AnsweredRequest } from '../src/service.ts';
import { bytes, startTestBus, text } from './broker.ts';

test('each write is told once, with how it ended and how long it took', async () => {
  await using bus = await startTestBus();
  await bus.jsm.streams.add({ name: 'S', subjects: ['s.>'], max_msg_size: 512 });
  const ended: EndedWrite[] = [];
  await using publisher = createPublisher(bus.nc, { onEnded: (write) => void ended.push(write) });
  const write = (messageId: string, payload = bytes('x')) =>
    publisher.publish({ subject: 's.a', payload, messageId, expectLast: { filter: 's.a', sequence: 0 } });
  await write('first');
  await write('second');
  await write('third', bytes('y'.repeat(1_000))).catch(() => undefined);
  expect(ended.map(({ outcome }) => outcome)).toEqual(['stored', 'conflict', 'failed']);
  for (const { ms } of ended) expect(ms).toBeGreaterThan(0);
});

test('each request is told once, with the code of its error', async () => {
  await using bus = await startTestBus();
  const answered: AnsweredRequest[] = [];
  const handler = ({ payload }: { readonly payload: Uint8Array }): Uint8Array => {
    if (text(payload) === 'bad') throw new DomeError('INPUT_INVALID', { detail: 'no name' });
    return payload;
  };
  const endpoints = [{ name: 'echo', subject: 'svc.echo', handler }];
  const declaration = { name: 'domed', version: '0.1.0', endpoints };
  bus.keep(await startService(bus.nc, { ...declaration, onAnswered: (one) => void answered.push(one) }));
  await askService(bus.nc, { subject: 'svc.echo', payload: bytes('good') });
  await askService(bus.nc, { subject: 'svc.echo', payload: bytes('bad') }).catch(() => undefined);
  expect(answered.map(({ endpoint, code }) => [endpoint, code])).toEqual([
    ['echo', undefined],
    ['echo', 'INPUT_INVALID'],
  ]);
  for (const { ms } of answered) expect(ms).toBeGreaterThan(0);
});

test('a server that goes and comes back is one reconnect', async () => {
  await using bus = await startTestBus();
  const watch = watchConnection(bus.nc);
  expect(watch).toEqual({ isConnected: true, reconnects: 0 });
  await bus.server.kill();
  await eventually(() => !watch.isConnected);
  await bus.server.start();
  await eventually(() => watch.isConnected);
  expect(watch.reconnects).toBe(1);
});
