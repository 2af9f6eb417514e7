// Entries that are created once. The create is a compare-and-set on the empty key, sent through the pipelined publisher
// like any other write, and its answer decides: a read beforehand would only be a guess.

import { nuid } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { requireKey } from './kv-key.ts';
import { readLast } from './leader-reads.ts';
import type { Publisher } from './publisher.ts';
import type { StoredMessage } from './stored-message.ts';
import { HEADER, kv } from './wire.ts';

export interface LedgerOptions {
  readonly bucket: string;
  readonly publisher: Publisher;
  readonly apiPrefix?: string;
}

export interface BucketEntry {
  readonly key: string;
  readonly value: Uint8Array;
  readonly revision: number;
  readonly createdAtMs: number;
}

export type LedgerCreated = { readonly status: 'stored'; readonly revision: number } | { readonly status: 'exists' };

export interface LedgerBucket {
  /** Of all who ever create the key, exactly one gets `stored`. */
  create(key: string, value: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<LedgerCreated>;
  /** From the leader of the bucket; undefined if there is none or it was deleted. */
  read(key: string): Promise<BucketEntry | undefined>;
}

export function createLedgerBucket(nc: NatsConnection, options: LedgerOptions): LedgerBucket {
  const { bucket, publisher } = options;
  const stream = kv.stream(bucket);
  const prefix = options.apiPrefix === undefined ? {} : { apiPrefix: options.apiPrefix };
  return {
    create: async (key, value, { signal } = {}) => {
      requireKey(key);
      const subject = kv.subject(bucket, key);
      const result = await publisher.publish({
        subject,
        payload: value,
        messageId: `${key}.${nuid.next()}`,
        expectLast: { filter: subject, sequence: 0 },
        ...(signal === undefined ? {} : { signal }),
      });
      return result.status === 'stored' ? { status: 'stored', revision: result.sequence } : { status: 'exists' };
    },
    read: async (key) => {
      requireKey(key);
      const last = await readLast(nc, { stream, filter: kv.subject(bucket, key), ...prefix });
      return last === undefined || isTombstone(last) ? undefined : entryOf(bucket, last);
    },
  };
}

/** Whether the last message of a key means that the key is gone: deleted, purged, or expired with a marker. */
export function isTombstone({ headers }: StoredMessage): boolean {
  return headers !== undefined && (headers.has(HEADER.kvOperation) || headers.has(HEADER.markerReason));
}

export function entryOf(bucket: string, message: StoredMessage): BucketEntry {
  return {
    key: message.subject.slice(kv.subject(bucket, '').length),
    value: message.payload,
    revision: message.sequence,
    createdAtMs: message.timeMs,
  };
}
