// Reads answered by the leader of the stream. A follower that lags may answer a direct get, so whatever decides who owns a
// chain or a key reads here.

import type { NatsConnection } from '@nats-io/transport-node';

import { DomeError, cursorAfter, cursorAt } from '@dome/contracts';
import type { Cursor } from '@dome/contracts';

import { apiRequest, JetStreamFault } from './js-request.ts';
import { headersIn } from './received-headers.ts';
import type { StoredMessage } from './stored-message.ts';
import { api, API_ERROR, OWN_API } from './wire.ts';

export interface LeaderRead {
  readonly stream: string;
  /** Subject, or a filter with wildcards. */
  readonly filter: string;
  readonly apiPrefix?: string;
  readonly timeoutMs?: number;
}

/** The last message that matches the filter, or undefined when there is none. */
export async function readLast(nc: NatsConnection, read: LeaderRead): Promise<StoredMessage | undefined> {
  return await messageGet(nc, read, { last_by_subj: read.filter });
}

/** The first message at or after the cursor that matches the filter, or undefined. */
export async function readNext(
  nc: NatsConnection,
  read: LeaderRead & { readonly from: Cursor },
): Promise<StoredMessage | undefined> {
  return await messageGet(nc, read, { seq: read.from, next_by_subj: read.filter });
}

/** Every message of a short chain, in order, each read from the leader: for decisions, not for lists. */
export async function readChainFromLeader(nc: NatsConnection, read: LeaderRead): Promise<StoredMessage[]> {
  const chain: StoredMessage[] = [];
  let from = cursorAt(1);
  for (;;) {
    const next = await readNext(nc, { ...read, from });
    if (next === undefined) return chain;
    chain.push(next);
    from = cursorAfter(next.sequence);
  }
}

async function messageGet(nc: NatsConnection, read: LeaderRead, body: object): Promise<StoredMessage | undefined> {
  const subject = api.messageGet(read.apiPrefix ?? OWN_API, read.stream);
  const timeout = read.timeoutMs === undefined ? {} : { timeoutMs: read.timeoutMs };
  try {
    const answer = await apiRequest(nc, { subject, body, ...timeout });
    return storedMessage(read.stream, answer['message']);
  } catch (error) {
    if (!(error instanceof JetStreamFault)) throw error;
    if (error.errorCode === API_ERROR.messageNotFound) return undefined;
    const missing = error.errorCode === API_ERROR.streamNotFound;
    const detail = `The stream ${read.stream} cannot be read: ${error.message}.`;
    throw new DomeError(missing ? 'TOPOLOGY_MISSING' : 'UNAVAILABLE', { detail }, { cause: error });
  }
}

function storedMessage(stream: string, value: unknown): StoredMessage {
  if (!isMessageBody(value)) {
    throw new DomeError('INTERNAL', { detail: `The leader of ${stream} answered without a message.` });
  }
  return {
    stream,
    sequence: value.seq,
    subject: value.subject,
    headers: value.hdrs === undefined ? undefined : headersIn(Buffer.from(value.hdrs, 'base64').toString()),
    payload: bytesOf(value.data ?? ''),
    timeMs: Date.parse(value.time),
  };
}

interface MessageBody {
  readonly subject: string;
  readonly seq: number;
  readonly time: string;
  readonly data?: string;
  readonly hdrs?: string;
}

function isMessageBody(value: unknown): value is MessageBody {
  return typeof value === 'object' && value !== null && 'seq' in value && 'subject' in value;
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
