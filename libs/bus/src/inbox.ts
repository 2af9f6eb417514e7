import { createInbox } from '@nats-io/nats-core';
import type { NatsConnection } from '@nats-io/nats-core';

/** A fresh reply subject with the prefix of the connection: a user may subscribe to its own prefix only. */
export function newInbox(nc: NatsConnection): string {
  const options: unknown = 'options' in nc ? nc.options : undefined;
  if (typeof options !== 'object' || options === null) return createInbox();
  const prefix = 'inboxPrefix' in options ? options.inboxPrefix : undefined;
  return typeof prefix === 'string' ? createInbox(prefix) : createInbox();
}
