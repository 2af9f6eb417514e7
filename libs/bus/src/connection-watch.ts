// Whether a connection has a server now, and how often it had to find one again.
import type { NatsConnection } from '@nats-io/transport-node';

import { onStatus } from './status.ts';

export interface ConnectionWatch {
  readonly isConnected: boolean;
  /** Since the first connection. */
  readonly reconnects: number;
}

/** @param nc a connection that has a server at the time of the call */
export function watchConnection(nc: NatsConnection): ConnectionWatch {
  const watch = { isConnected: !nc.isClosed(), reconnects: 0 };
  onStatus(nc, ({ type }) => {
    if (type === 'disconnect' || type === 'close') watch.isConnected = false;
    if (type !== 'reconnect') return;
    watch.isConnected = true;
    watch.reconnects += 1;
  });
  return watch;
}
