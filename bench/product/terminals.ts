// Two ways in which the product learns that a job ended: the durable that moves runs in the control plane, and the follower
// of the thin client, which reads every transition of the chain from the stream.
import { startPuller } from '@dome/bus';
import type { RuntimeClient } from '@dome/client';
import { EVENTS, openEvent, STREAMS, TOPOLOGY } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

const ROOM = 512;
/** The runtime plane's JetStream as the control plane sees it. */
const RUNTIME_API = 'DOMED.API';

export type Seen = (event: AnyEvent) => void;

export function byDurable(nc: NatsConnection, seen: Seen): AsyncDisposable {
  return startPuller(nc, {
    stream: STREAMS.JOB_EVENTS,
    durable: TOPOLOGY.consumers.domeRuns.durable,
    apiPrefix: RUNTIME_API,
    capacity: () => ROOM,
    onFault: ({ error }) => console.error(error),
    onDelivery: (delivery) => {
      seen(openEvent(delivery.payload, (name) => contentType(name) && delivery.headers?.get('Content-Type')));
      delivery.ack();
    },
  });
}

export function byFollower(client: RuntimeClient, seen: Seen): AsyncDisposable {
  const over = new AbortController();
  const following = (async () => {
    for await (const item of client.followJobEvents({ skill: 'noop' }, { signal: over.signal })) {
      if (item.kind === 'event' && EVENTS[item.event.type].terminal) seen(item.event);
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await following;
    },
  };
}

function contentType(name: string): true | undefined {
  return name.toLowerCase() === 'content-type' ? true : undefined;
}
