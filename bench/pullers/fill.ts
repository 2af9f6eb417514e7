// A stream full of messages and a durable that has delivered none of them.
import { connectBus, createPublisher } from '@dome/bus';
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { messageId, payload, SUBJECT } from '../writers/message.ts';
import { DURABLE, STREAM } from './names.ts';

const ACK_WAIT_NS = 5e9;

export interface Filled extends AsyncDisposable {
  readonly manager: JetStreamManager;
}

/** @returns the manager that made both, until it is disposed */
export async function fillStream(
  servers: readonly string[],
  { messages, replicas = 1 }: { readonly messages: number; readonly replicas?: number },
): Promise<Filled> {
  const nc = await connect({ servers: [...servers], maxReconnectAttempts: -1 });
  const manager = await jetstreamManager(nc);
  await manager.streams.add({ name: STREAM, subjects: [SUBJECT], num_replicas: replicas });
  await manager.consumers.add(STREAM, {
    durable_name: DURABLE,
    ack_policy: AckPolicy.Explicit,
    max_ack_pending: -1,
    ack_wait: ACK_WAIT_NS,
  });
  const own = await connectBus({ servers: servers.join(','), name: 'bench fill' });
  const publisher = createPublisher(own);
  await Promise.all(
    Array.from({ length: messages }, (_, n) =>
      publisher.publish({ subject: SUBJECT, payload, messageId: messageId(n) }),
    ),
  );
  await own.close();
  return { manager, [Symbol.asyncDispose]: () => nc.close() };
}
