// Keys that several writers change, each by compare-and-set on the revision that it has read: of all who change the same
// revision one is told `stored`, the others read again. What nobody writes for its time to live is forgotten by the broker.

import { nuid } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { requireKey } from './kv-key.ts';
import { readLast } from './leader-reads.ts';
import { isTombstone } from './ledger.ts';
import type { Publisher } from './publisher.ts';
import { HEADER, kv, KV_DELETE } from './wire.ts';

export interface RegistersOptions {
  readonly bucket: string;
  readonly publisher: Publisher;
}

export interface Register {
  /** What the next write expects; 0 where the broker knows nothing of the key. */
  readonly revision: number;
  /** Undefined where there is none: it was never written, was erased, or is forgotten. */
  readonly value: Uint8Array | undefined;
  /** By the broker's clock; undefined where the broker knows nothing of the key. */
  readonly storedAtMs: number | undefined;
}

export interface RegisterWrite {
  readonly key: string;
  /** Undefined erases the key; its revision goes on. */
  readonly value: Uint8Array | undefined;
  /** The revision that was read. */
  readonly expected: number;
  /** Whole seconds; without them the value stays until it is replaced. */
  readonly ttlSeconds?: number;
  /** How long an answer is waited for. */
  readonly deadlineMs?: number;
}

export type RegisterWritten =
  | { readonly status: 'stored'; readonly revision: number }
  | { readonly status: 'conflict' };

export interface Registers {
  /** As the leader of the bucket has it. @throws INVALID_REQUEST, UNAVAILABLE */
  read(key: string): Promise<Register>;
  /** @throws INVALID_REQUEST, OUT_OF_SPACE, UNAVAILABLE (with `ambiguous: true` when it may have been stored) */
  write(write: RegisterWrite): Promise<RegisterWritten>;
}

export function createRegisters(nc: NatsConnection, { bucket, publisher }: RegistersOptions): Registers {
  return {
    read: async (key) => {
      requireKey(key);
      const last = await readLast(nc, { stream: kv.stream(bucket), filter: kv.subject(bucket, key) });
      if (last === undefined) return { revision: 0, value: undefined, storedAtMs: undefined };
      const value = isTombstone(last) ? undefined : last.payload;
      return { revision: last.sequence, value, storedAtMs: last.timeMs };
    },
    write: async ({ key, value, expected, ...terms }) => {
      requireKey(key);
      const subject = kv.subject(bucket, key);
      const written = await publisher.publish({
        subject,
        payload: value ?? new Uint8Array(),
        messageId: `${key}.${nuid.next()}`,
        expectLast: { filter: subject, sequence: expected },
        ...terms,
        ...(value === undefined ? { headers: { [HEADER.kvOperation]: KV_DELETE } } : {}),
      });
      return written.status === 'stored' ? { status: 'stored', revision: written.sequence } : written;
    },
  };
}
