// How much work waits in the durables of a stream, and how much of it is with somebody: one request, however many there are.

import { DomeError, isJsonObject } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import { apiRequest, JetStreamFault } from './js-request.ts';
import { api, API_ERROR, OWN_API } from './wire.ts';

export interface ConsumerLoad {
  readonly durable: string;
  readonly filters: readonly string[];
  /** Messages not delivered to anybody yet. */
  readonly pendingCount: number;
  /** Messages that were delivered and are not acknowledged. */
  readonly inHandCount: number;
  /** Those of them that were delivered before. */
  readonly redeliveredCount: number;
  /** When one was delivered last, for the first time or again; absent if none ever was. */
  readonly deliveredAtMs?: number;
}

/**
 * Of every durable.
 * @throws TOPOLOGY_MISSING, UNAVAILABLE, TIMEOUT, FORBIDDEN
 */
export async function readConsumerLoads(
  nc: NatsConnection,
  of: { readonly stream: string; readonly apiPrefix?: string },
): Promise<ConsumerLoad[]> {
  const subject = api.consumerList(of.apiPrefix ?? OWN_API, of.stream);
  const loads: ConsumerLoad[] = [];
  for (;;) {
    const answer = await apiRequest(nc, { subject, body: { offset: loads.length } }).catch((error: unknown) => {
      throw listFault(of.stream, error);
    });
    const consumers: readonly unknown[] = Array.isArray(answer['consumers']) ? answer['consumers'] : [];
    loads.push(...consumers.filter(isJsonObject).map(loadOf));
    if (consumers.length === 0 || loads.length >= Number(answer['total'] ?? 0)) return loads;
  }
}

function listFault(stream: string, error: unknown): unknown {
  if (!(error instanceof JetStreamFault)) return error;
  const code = error.errorCode === API_ERROR.streamNotFound ? 'TOPOLOGY_MISSING' : 'UNAVAILABLE';
  const detail = `The durables of ${stream} cannot be read: ${error.message}.`;
  return new DomeError(code, { detail }, { cause: error });
}

function loadOf(info: Readonly<Record<string, unknown>>): ConsumerLoad {
  const config = isJsonObject(info['config']) ? info['config'] : {};
  const { filter_subject: filter, filter_subjects: filters } = config;
  const all: readonly unknown[] = Array.isArray(filters) ? filters : [filter];
  const { name } = info;
  const deliveredAtMs = Date.parse(isJsonObject(info['delivered']) ? String(info['delivered']['last_active']) : '');
  return {
    durable: typeof name === 'string' ? name : '',
    filters: all.filter((one) => typeof one === 'string'),
    pendingCount: Number(info['num_pending'] ?? 0),
    inHandCount: Number(info['num_ack_pending'] ?? 0),
    redeliveredCount: Number(info['num_redelivered'] ?? 0),
    ...(Number.isNaN(deliveredAtMs) ? {} : { deliveredAtMs }),
  };
}
