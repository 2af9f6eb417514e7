// Where the answers to batch reads arrive: one subscription for each connection, and a token for each read. A subscription
// for each read would cost the broker more than the read, because every change of subscriptions empties its caches.

import type { Msg, NatsConnection } from '@nats-io/nats-core';

import { newInbox } from './inbox.ts';
import { listen } from './listen.ts';

export interface ReadListener {
  received(message: Msg): void;
  /** The broker refuses the reply subject. */
  refused(cause: Error): void;
}

export interface ReadInbox {
  /** The reply subject of a read, until it is disposed. */
  open(listener: ReadListener): Disposable & { readonly reply: string };
}

const inboxes = new WeakMap<NatsConnection, ReadInbox>();

export function readInboxOf(nc: NatsConnection): ReadInbox {
  const known = inboxes.get(nc);
  if (known !== undefined) return known;
  const made = createReadInbox(nc);
  inboxes.set(nc, made);
  return made;
}

function createReadInbox(nc: NatsConnection): ReadInbox {
  const prefix = `${newInbox(nc)}.`;
  const listeners = new Map<string, ReadListener>();
  let count = 0;
  listen(nc, `${prefix}*`, {
    onMessage: (message) => listeners.get(message.subject)?.received(message),
    onRefused: (cause) => {
      // The next read subscribes again: permissions may have been granted meanwhile.
      inboxes.delete(nc);
      for (const listener of listeners.values()) listener.refused(cause);
    },
  });
  return {
    open: (listener) => {
      const reply = `${prefix}${(count += 1)}`;
      listeners.set(reply, listener);
      return { reply, [Symbol.dispose]: () => void listeners.delete(reply) };
    },
  };
}
