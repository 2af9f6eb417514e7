// One reader of a connection's status, many listeners: a listener learns of a disconnect before it could react to it, in
// the order the client saw it, and can stop listening with one line.

import type { NatsConnection, Status } from '@nats-io/nats-core';

type Listener = (status: Status) => void;

const hubs = new WeakMap<NatsConnection, Set<Listener>>();

/** Calls `listener` for each status of the connection until disposed; a `close` status is the last one. */
export function onStatus(nc: NatsConnection, listener: Listener): Disposable {
  const listeners = hubs.get(nc) ?? startHub(nc);
  listeners.add(listener);
  return { [Symbol.dispose]: () => void listeners.delete(listener) };
}

function startHub(nc: NatsConnection): Set<Listener> {
  const listeners = new Set<Listener>();
  hubs.set(nc, listeners);
  void relay(nc, listeners);
  return listeners;
}

async function relay(nc: NatsConnection, listeners: Set<Listener>): Promise<void> {
  for await (const status of nc.status()) {
    for (const listener of listeners) tell(listener, status);
  }
}

/** A listener that throws is a defect to report, and no reason to keep the status from the others. */
function tell(listener: Listener, status: Status): void {
  try {
    listener(status);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
