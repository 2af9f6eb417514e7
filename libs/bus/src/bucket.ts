// Values that several processes change. Every write is a compare-and-set on the revision that its writer has read, and
// every read goes to the leader: a writer that loses a race is told, and decides again after another read.

import { nuid } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { requireKey } from './kv-key.ts';
import { readChainFromLeader, readLast } from './leader-reads.ts';
import { isTombstone } from './ledger.ts';
import type { Publisher } from './publisher.ts';
import type { Published } from './publication.ts';
import type { StoredMessage } from './stored-message.ts';
import { HEADER, kv, KV_DELETE } from './wire.ts';

/** How long the broker keeps the marker of an erased key. */
const TOMBSTONE_SECONDS = 60;

export interface BucketOptions {
  readonly bucket: string;
  readonly publisher: Publisher;
  readonly apiPrefix?: string;
}

export interface BucketValue {
  readonly key: string;
  readonly value: Uint8Array;
  readonly revision: number;
  readonly timeMs: number;
}

export interface BucketRead {
  /** The revision that the next write must follow; 0 if there is none. */
  readonly revision: number;
  /** Undefined if there is no value, or it was erased. */
  readonly found: BucketValue | undefined;
}

/** @throws INVALID_REQUEST for an invalid key; UNAVAILABLE, OUT_OF_SPACE */
export interface Bucket {
  read(key: string): Promise<BucketRead>;
  /** Stores the value only if the key still has that revision. */
  write(key: string, value: Uint8Array, revision: number): Promise<Published>;
  /** Frees the key. The bucket must allow a time to live for each key. */
  erase(key: string, revision: number): Promise<Published>;
  /** Every value whose key has this token and one more, oldest write first; each costs one read from the leader. */
  below(token: string): Promise<BucketValue[]>;
}

export function createBucket(nc: NatsConnection, { bucket, publisher, apiPrefix }: BucketOptions): Bucket {
  const source = { stream: kv.stream(bucket), ...(apiPrefix === undefined ? {} : { apiPrefix }) };
  const valueOf = ({ subject, payload, sequence, timeMs }: StoredMessage): BucketValue => ({
    key: subject.slice(kv.subject(bucket, '').length),
    value: payload,
    revision: sequence,
    timeMs,
  });
  const expecting = (key: string, sequence: number) => {
    requireKey(key);
    const subject = kv.subject(bucket, key);
    return { subject, messageId: `${key}.${nuid.next()}`, expectLast: { filter: subject, sequence } };
  };
  return {
    read: async (key) => {
      requireKey(key);
      const last = await readLast(nc, { ...source, filter: kv.subject(bucket, key) });
      if (last === undefined) return { revision: 0, found: undefined };
      return { revision: last.sequence, found: isTombstone(last) ? undefined : valueOf(last) };
    },
    write: async (key, value, revision) => await publisher.publish({ ...expecting(key, revision), payload: value }),
    erase: async (key, revision) =>
      await publisher.publish({
        ...expecting(key, revision),
        payload: new Uint8Array(),
        headers: { [HEADER.kvOperation]: KV_DELETE },
        ttlSeconds: TOMBSTONE_SECONDS,
      }),
    below: async (token) => {
      requireKey(token);
      const all = await readChainFromLeader(nc, { ...source, filter: kv.subject(bucket, `${token}.*`) });
      return all.filter((message) => !isTombstone(message)).map(valueOf);
    },
  };
}
