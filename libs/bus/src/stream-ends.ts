import { cursorAfter, cursorAt, DomeError } from '@dome/contracts/portable';
import type { Cursor } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import { apiRequest, JetStreamFault } from './js-request.ts';
import { api, API_ERROR, OWN_API } from './wire.ts';

export interface StreamEnds {
  /** Of the oldest stored message; `next` if there is none. */
  readonly first: Cursor;
  /** When that one was stored; absent if there is none. */
  readonly firstAtMs?: number;
  /** Of the message that will be stored next. */
  readonly next: Cursor;
}

/** As the leader knows them. @throws TOPOLOGY_MISSING, UNAVAILABLE, TIMEOUT, FORBIDDEN */
export async function readStreamEnds(
  nc: NatsConnection,
  of: { readonly stream: string; readonly apiPrefix?: string },
): Promise<StreamEnds> {
  try {
    const { state } = await apiRequest(nc, { subject: api.streamInfo(of.apiPrefix ?? OWN_API, of.stream) });
    if (isState(state)) return { ...firstOf(state), next: cursorAfter(state.last_seq) };
    throw new DomeError('INTERNAL', { detail: `The leader of ${of.stream} does not say what it holds.` });
  } catch (error) {
    if (!(error instanceof JetStreamFault)) throw error;
    const code = error.errorCode === API_ERROR.streamNotFound ? 'TOPOLOGY_MISSING' : 'UNAVAILABLE';
    const detail = `The stream ${of.stream} cannot be read: ${error.message}.`;
    throw new DomeError(code, { detail }, { cause: error });
  }
}

function firstOf({ first_seq: first, first_ts: storedAt, messages }: StreamState): Omit<StreamEnds, 'next'> {
  const atMs = Date.parse(String(storedAt));
  const isKnown = messages !== 0 && !Number.isNaN(atMs);
  return { first: cursorAt(first), ...(isKnown ? { firstAtMs: atMs } : {}) };
}

interface StreamState {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly first_ts?: unknown;
  readonly messages?: unknown;
}

function isState(value: unknown): value is StreamState {
  return typeof value === 'object' && value !== null && 'first_seq' in value && 'last_seq' in value;
}
