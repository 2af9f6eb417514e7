// The settings of a durable that its puller must know: heartbeats follow its ack wait.

import { DomeError } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { apiRequest, JetStreamFault } from './js-request.ts';
import { api, API_ERROR, NANOS_PER_MS, OWN_API } from './wire.ts';

export interface ConsumerFacts {
  readonly ackWaitMs: number;
  /** Messages not delivered to anybody yet. */
  readonly pendingCount: number;
  /** The server's time when it answered; absent if it does not say. */
  readonly serverTimeMs?: number;
}

const ABSENT: readonly number[] = [API_ERROR.consumerNotFound, API_ERROR.streamNotFound];

/**
 * Undefined when there is no such durable.
 * @throws UNAVAILABLE, TIMEOUT, FORBIDDEN
 */
export async function readConsumerFacts(
  nc: NatsConnection,
  of: { readonly stream: string; readonly durable: string; readonly apiPrefix?: string },
): Promise<ConsumerFacts | undefined> {
  try {
    const subject = api.consumerInfo(of.apiPrefix ?? OWN_API, of.stream, of.durable);
    const answer = await apiRequest(nc, { subject });
    const config = answer['config'];
    const ackWait = typeof config === 'object' && config !== null && 'ack_wait' in config ? config.ack_wait : undefined;
    const serverTimeMs = Date.parse(String(answer['ts']));
    return {
      ackWaitMs: Number(ackWait ?? 0) / NANOS_PER_MS,
      pendingCount: Number(answer['num_pending'] ?? 0),
      ...(Number.isNaN(serverTimeMs) ? {} : { serverTimeMs }),
    };
  } catch (error) {
    if (!(error instanceof JetStreamFault)) throw error;
    if (ABSENT.includes(error.errorCode)) return undefined;
    const detail = `The consumer ${of.durable} on ${of.stream} cannot be read: ${error.message}.`;
    throw new DomeError('UNAVAILABLE', { detail }, { cause: error });
  }
}
