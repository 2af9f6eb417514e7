// Resolves when the broker has received all that was sent, above all subscriptions, which it does not answer. A connection
// that is lost meanwhile sends everything again when it is back, and then the question is asked again.

import { DomeError } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { onStatus } from './status.ts';

/** In case the reconnect came before the listener. */
const AGAIN_MS = 500;

/** @throws UNAVAILABLE when the connection is closed for good */
export async function flushed(nc: NatsConnection): Promise<void> {
  for (;;) {
    try {
      return await nc.flush();
    } catch (cause) {
      if (nc.isClosed() || nc.isDraining()) {
        const detail = 'The connection was closed before the broker had what was sent.';
        throw new DomeError('UNAVAILABLE', { detail }, { cause });
      }
      await changeOf(nc);
    }
  }
}

async function changeOf(nc: NatsConnection): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _status = onStatus(nc, ({ type }) => {
    if (type === 'reconnect' || type === 'close') resolve();
  });
  const timer = setTimeout(resolve, AGAIN_MS);
  await promise;
  clearTimeout(timer);
}
