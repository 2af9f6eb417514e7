import { cursorAt } from '@dome/contracts';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';

import { expect, test } from 'vitest';

import {
  announceLease,
  connectBus,
  createLedgerBucket,
  createPublisher,
  followStream,
  readBatch,
  serverFacts,
  startPuller,
} from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';
import { eventually, startTestServer } from '@dome/testkit';

import { bytes, startTestBus } from './broker.ts';
import { closeBus } from '../src/connection.ts';
import { requireServerVersion } from '../src/server-facts.ts';

function recorder() {
  const lines: string[] = [];
  const names = new Set<string>();
  const write = (fields: object, message: string): void => {
    lines.push(message);
    for (const name of Object.keys(fields)) names.add(name);
  };
  return { lines, names, logger: { debug: write, info: write, warn: write, error: write } };
}

test('a tool that may not wait learns at once that nobody answers', async () => {
  const startedAt = performance.now();
  const failed = connectBus({ servers: 'nats://127.0.0.1:1', name: 'cli', connectTimeoutMs: 2_000 });
  await expect(failed).rejects.toMatchObject({ code: 'UNAVAILABLE', hint: expect.stringContaining('dome dev') });
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

test('of several servers, separated by commas, one that answers is enough', async () => {
  await using server = await startTestServer();
  const servers = `nats://127.0.0.1:1, ${server.url}`;
  const nc = await connectBus({ servers, name: 'cli', connectTimeoutMs: 5_000 });
  expect(nc.getServer()).toBe(new URL(server.url).host);
  await nc.close();
});

test('the user in the address logs in, and its password is in no error', async () => {
  await using server = await startTestServer({ config: 'authorization { users: [{ user: ada, password: secret }] }' });
  const at = (credentials: string): string => server.url.replace('//', `//${credentials}@`);
  const nc = await connectBus({ servers: at('ada:secret'), name: 'cli', connectTimeoutMs: 2_000 });
  await nc.close();
  const refused = await connectBus({ servers: at('ada:hidden'), name: 'cli', connectTimeoutMs: 2_000 }).catch(String);
  expect(refused).toContain(`The nats-server at ${server.url} refuses`);
  expect(refused).not.toContain('hidden');
});

test('a server that accepts and says nothing is not waited for past the time-out', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const failed = connectBus({ servers: `nats://127.0.0.1:${port}`, name: 'cli', connectTimeoutMs: 300 });
  await expect(failed).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  // The client library does not close a socket that never sent a greeting.
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => mute.close(resolve));
});

test('a daemon waits for its first server, and again after it died', async () => {
  await using server = await startTestServer();
  await server.kill();
  const { lines, names, logger } = recorder();
  const connecting = connectBus({ servers: server.url, name: 'daemon', logger });
  await server.start();
  const nc = await connecting;
  expect(serverFacts(nc)).toMatchObject({ jetstream: true, maxPayloadBytes: 1_048_576 });
  await server.kill();
  await eventually(() => lines.includes('bus disconnected'));
  await server.start();
  await eventually(() => lines.includes('bus connected again'));
  expect(names).toContain('connection');
  expect(names, 'the logger itself names the process').not.toContain('name');
  await nc.flush();
  await nc.close();
});

test('a wrong password is a refusal, not an absence', async () => {
  await using server = await startTestServer({ config: 'authorization { user: a, password: b }' });
  const failed = connectBus({ servers: server.url, name: 'cli', user: 'a', password: 'x', connectTimeoutMs: 2_000 });
  await expect(failed).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('credentials that cannot be read or parsed name the file', async () => {
  const failed = connectBus({ servers: 'nats://127.0.0.1:1', name: 'cli', creds: '/nowhere/a.creds' });
  await expect(failed).rejects.toMatchObject({ code: 'CONFIG_INVALID', fields: { path: '/nowhere/a.creds' } });
  const other = connectBus({ servers: 'nats://127.0.0.1:1', name: 'cli', creds: import.meta.filename });
  await expect(other).rejects.toMatchObject({ code: 'CONFIG_INVALID', fields: { path: import.meta.filename } });
});

test('a server below the minimum version is refused, and the error names the version', () => {
  expect(() => requireServerVersion('2.11.9')).toThrow(expect.objectContaining({ code: 'SERVER_TOO_OLD' }));
  expect(() => requireServerVersion('2.12.0')).not.toThrow();
});

test('a refused publish is logged with its subject', async () => {
  await using bus = await startTestBus({
    config: `authorization { users: [
      { user: all, password: x }
      { user: few, password: x, permissions: { publish: "a.>" } }
    ] }
    no_auth_user: all`,
  });
  const { lines, logger } = recorder();
  const nc = await connectBus({ servers: bus.server.url, name: 'few', user: 'few', password: 'x', logger });
  nc.publish('b.c', bytes(''));
  await eventually(() => lines.includes('bus permission refused'));
  await nc.close();
});

test('an open request ends with an error when the connection is closed', async () => {
  await using bus = await startTestBus();
  const nc = await connectBus({ servers: bus.server.url, name: 'short' });
  const publisher = createPublisher(nc);
  const write = publisher.publish({ subject: 'nowhere', payload: bytes('x'), messageId: '1' });
  const refused = expect(write).rejects.toMatchObject({ code: 'UNAVAILABLE', fields: { ambiguous: true } });
  await nc.close();
  await refused;
  await expect(publisher.publish({ subject: 'a', payload: bytes('x'), messageId: '2' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  await publisher.drain();
});

test('a connection that is closed while in use breaks none of its users', async () => {
  await using bus = await startTestBus();
  await bus.jsm.streams.add({ name: 'S', subjects: ['s.>'], allow_direct: true });
  await bus.jsm.consumers.add('S', { durable_name: 'd', ack_policy: 'explicit' });
  const nc = await connectBus({ servers: bus.server.url, name: 'short' });
  const puller = startPuller(nc, {
    stream: 'S',
    durable: 'd',
    capacity: () => 1,
    onDelivery: () => {},
    onFault: () => expect.fail('a close is no fault'),
  });
  const publisher = createPublisher(nc);
  const follower = followStream(nc, { stream: 'S', filters: ['s.>'] });
  const next = expect(follower.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const draining = nc.drain();
  puller.poke();
  await draining;
  puller.poke();
  await next;
  await expect(readBatch(nc, { stream: 'S', from: cursorAt(1) })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await publisher[Symbol.asyncDispose]();
  await puller.drain();
});

test('a process that ends while the broker is away does not wait for it', async () => {
  await using server = await startTestServer();
  const nc = await connectBus({ servers: server.url, name: 'ending' });
  await applyTopology(nc, { buckets: [{ name: 'fleet', perKeyTtl: true }] });
  const publisher = createPublisher(nc);
  const of = { bucket: 'fleet', key: 'one', value: bytes('1'), ttlSeconds: 30, publisher };
  const announcement = await announceLease(of);
  await server.kill();
  const late = announcement.update(bytes('2')).catch((error: unknown) => error);
  const startedAt = performance.now();
  await expect(announcement.withdraw()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await late).toMatchObject({ code: 'UNAVAILABLE' });
  await publisher[Symbol.asyncDispose]();
  await closeBus(nc);
  expect(nc.isClosed()).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('a JetStream request fails at once when the connection is lost, and is answered when it is back', async () => {
  await using bus = await startTestBus();
  const ledger = createLedgerBucket(bus.nc, { bucket: 'entries', publisher: bus.keep(createPublisher(bus.nc)) });
  await applyTopology(bus.nc, { buckets: [{ name: 'entries' }] });
  await ledger.create('one', bytes('1'));
  await bus.server.pause();
  const startedAt = performance.now();
  const asked = ledger.read('one');
  const told = expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await bus.server.kill();
  await told;
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await bus.server.start();
  expect(await eventually(() => ledger.read('one'))).toMatchObject({ key: 'one' });
});

test('a server that accepts less than a message of the contract is refused with both figures', async () => {
  await using server = await startTestServer({ config: 'max_payload: 64KB' });
  const options = { servers: server.url, name: 'domed-1', payloadBytes: 1_048_576 };
  await expect(connectBus(options)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/65536.*1048576/),
    hint: expect.stringContaining('max_payload'),
  });
  await closeBus(await connectBus({ ...options, payloadBytes: 65_536 }));
});

test('a connection closed by anybody but its owner is reported, once', async () => {
  await using server = await startTestServer();
  const lost: string[] = [];
  const connected = () =>
    connectBus({
      servers: server.url,
      name: 'domed-1',
      onLost: ({ code, message }) => lost.push(`${code} ${message}`),
    });
  await closeBus(await connected());
  expect(lost).toEqual([]);
  await (await connected()).close();
  await eventually(() => lost.length === 1);
  expect(lost[0]).toContain('UNAVAILABLE The connection of domed-1');
});
