import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

import { connectBus } from '@dome/bus';
import { startTestServer } from '@dome/testkit';
import type { TestServer, TestServerOptions } from '@dome/testkit';

export interface TestBus extends AsyncDisposable {
  readonly server: TestServer;
  readonly nc: NatsConnection;
  readonly jsm: JetStreamManager;
  /** Disposed at the end of the block, before the connection. */
  keep<T extends AsyncDisposable>(resource: T): T;
}

/** A server and one connection to it, both gone at the end of the block. */
export async function startTestBus(options: TestServerOptions = {}): Promise<TestBus> {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startTestServer(options));
  const nc = await connectBus({ servers: server.url, name: 'test', inboxPrefix: '_INBOX_test' });
  stack.defer(() => nc.close());
  const jsm = await jetstreamManager(nc);
  return {
    server,
    nc,
    jsm,
    keep: (resource) => stack.use(resource),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

export function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

export function text(payload: Uint8Array): string {
  return new TextDecoder().decode(payload);
}
