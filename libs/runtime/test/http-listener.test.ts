import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { CLOCKS, LIMITS } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, onTestFinished, test } from 'vitest';

import { listenHttp } from '../src/index.ts';

const silent = { info: () => {}, error: () => {} };

type Routes = Parameters<typeof listenHttp>[0]['routes'];

async function listening(routes: Routes, errors: object[] = []): Promise<{ url: string; port: number }> {
  const listener = await listenHttp({
    address: { host: '127.0.0.1', port: 0 },
    variable: 'DOME_HTTP',
    routes,
    logger: { info: () => {}, error: (fields: object) => void errors.push(fields) },
  });
  onTestFinished(() => listener[Symbol.asyncDispose]());
  return { url: `http://${listener.address}`, port: Number(listener.address.split(':').at(-1)) };
}

/** What the server says to bytes that no well-behaved client sends, until it closes the connection. */
async function said(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

const ping: Routes = { '/ping': ({ query }) => ({ status: 200, text: `pong ${query.get('of')}\n` }) };

test('GET and HEAD of a path are answered, the query included', async () => {
  const { url } = await listening(ping);
  const got = await fetch(`${url}/ping?of=ada`);
  expect([got.status, await got.text()]).toEqual([200, 'pong ada\n']);
  expect(got.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const head = await fetch(`${url}/ping?of=ada`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '9', '']);
});

test('another path is told which there are, another method which is answered', async () => {
  const { url } = await listening(ping);
  for (const path of ['/', '/pong', '/__proto__', '/constructor', '//ping']) {
    const got = await fetch(`${url}${path}`);
    expect([path, got.status, await got.text()]).toEqual([path, 404, 'There is nothing here. The paths are /ping.\n']);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    const got = await fetch(`${url}/ping`, { method });
    expect([method, got.status, got.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
  }
});

test('a body is not read: its connection ends with the answer', async () => {
  const { port } = await listening(ping);
  expect(await said(port, 'GET /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc')).toMatch(
    /^HTTP\/1.1 400 [^]*connection: close[^]*A request has no body here/i,
  );
  expect(await said(port, 'POST /ping HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')).toMatch(
    /^HTTP\/1.1 405 /,
  );
});

test('headers beyond their limit, and what is no HTTP, end the connection', async () => {
  const { port } = await listening(ping);
  const long = 'x'.repeat(LIMITS.httpHeaderBytes);
  expect(await said(port, `GET /ping HTTP/1.1\r\nHost: x\r\nX-Long: ${long}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
  expect(await said(port, 'SSH-2.0-OpenSSH\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
});

test('a request that never ends, and connections beyond their number, are closed', async () => {
  const { port, url } = await listening(ping);
  const startedAt = performance.now();
  expect(await said(port, 'GET /ping HTTP/1.1\r\nHost: ')).toMatch(/^HTTP\/1.1 408 |^$/);
  expect(performance.now() - startedAt).toBeLessThan(CLOCKS.httpRequestMs * 3);
  const idle = await Promise.all(
    Array.from({ length: LIMITS.httpConnections }, async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      return socket;
    }),
  );
  expect(await said(port, 'GET /ping HTTP/1.1\r\nHost: x\r\n\r\n').catch(() => '')).toBe('');
  for (const socket of idle) socket.destroy();
  await eventually(async () => (await fetch(`${url}/ping`)).ok);
});

test('a route that fails is answered without its reason, which the log has', async () => {
  const errors: object[] = [];
  const { url } = await listening({ '/metrics': () => Promise.reject(new Error('secret')) }, errors);
  const got = await fetch(`${url}/metrics`);
  expect([got.status, await got.text()]).toEqual([500, 'The answer could not be made; the log says why.\n']);
  expect(errors).toHaveLength(1);
});

test('a connection that could not be taken is logged, and the next one is answered', async () => {
  const errors: object[] = [];
  const servers: EventEmitter[] = [];
  const onRequest = (message: unknown): void => void servers.push(Object(message).server as EventEmitter);
  subscribe('http.server.request.start', onRequest);
  onTestFinished(() => void unsubscribe('http.server.request.start', onRequest));
  const { url } = await listening(ping, errors);
  await fetch(`${url}/ping`);
  servers[0]?.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect(errors).toMatchObject([{ err: { code: 'EMFILE' } }]);
  expect((await fetch(`${url}/ping`)).status).toBe(200);
});

test('a connection that stays open does not hold up the end', async () => {
  const listener = await listenHttp({
    address: { host: '127.0.0.1', port: 0 },
    variable: 'DOME_HTTP',
    routes: ping,
    logger: silent,
  });
  const [host, port] = listener.address.split(':');
  const idle = connect(Number(port), host);
  await once(idle, 'connect');
  const closed = once(idle, 'close');
  await listener[Symbol.asyncDispose]();
  await closed;
});

test('an address that cannot be had is an error that names the variable', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = Object(taken.address()) as AddressInfo;
  const listenAt = (host: string, at: number) =>
    listenHttp({ address: { host, port: at }, variable: 'DOME_HTTP', routes: ping, logger: silent });
  await expect(listenAt('127.0.0.1', port)).rejects.toThrow(
    `DOME_HTTP: another process listens on 127.0.0.1:${port} already`,
  );
  await expect(listenAt('192.0.2.1', port)).rejects.toThrow(
    `DOME_HTTP: 192.0.2.1:${port} is no address of this machine`,
  );
});
