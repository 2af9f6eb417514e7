// Three real nats-servers that keep the same streams, like a production cluster that survives the loss of one. Each has its
// own store and ports; the ports of their routes are chosen before they start, because each has to know all.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

import { startTestServer } from './nats-server.ts';
import type { TestServer } from './nats-server.ts';

/** The names by which the servers report who leads a stream. */
const NAMES = ['n1', 'n2', 'n3'] as const;
const PORTS = { from: 12_000, to: 32_000 };

export type TestCluster = ReadonlyMap<string, TestServer> & AsyncDisposable;

export async function startTestCluster(config: string): Promise<TestCluster> {
  const ports = await freePorts(NAMES.length);
  const routes = ports.map((port) => `"nats-route://127.0.0.1:${port}"`).join(', ');
  const textOf = (name: string, port: number | undefined): string =>
    `${config}\nserver_name: ${name}\ncluster { name: test, listen: "127.0.0.1:${port}", routes: [${routes}] }\n`;
  // Started together: none is ready before most of them are.
  const started = await Promise.allSettled(
    NAMES.map(async (name, at) => [name, await startTestServer({ config: textOf(name, ports[at]) })] as const),
  );
  await using stack = new AsyncDisposableStack();
  const servers = new Map<string, TestServer>();
  for (const one of started) {
    if (one.status === 'fulfilled') servers.set(one.value[0], stack.use(one.value[1]));
  }
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw new Error('a server of the cluster did not start', { cause: failed.reason });
  const owned = stack.move();
  return Object.assign(servers, { [Symbol.asyncDispose]: () => owned.disposeAsync() });
}

/**
 * Below the ports that systems give to whoever asks for any, so that nobody else gets one before its server listens there,
 * or while it is killed. All stay open until all are known, so that no two are the same.
 */
async function freePorts(count: number): Promise<number[]> {
  const listeners: Server[] = [];
  while (listeners.length < count) {
    const listener = await listenOn(randomInt(PORTS.from, PORTS.to));
    if (listener !== undefined) listeners.push(listener);
  }
  const ports = listeners.map((listener) => (listener.address() as AddressInfo).port);
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  return ports;
}

/** Undefined if the port is taken. */
async function listenOn(port: number): Promise<Server | undefined> {
  const listener = createServer();
  return await new Promise((resolve, reject) => {
    listener.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    listener.listen(port, '127.0.0.1', () => resolve(listener));
  });
}
