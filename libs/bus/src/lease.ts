// Leases on keys: the holder knows until when, and everybody else is refused.
//
// - The broker drops a key that is not renewed; it counts whole seconds. Renewals go out every third of the time to live,
//   each a compare-and-set on the revision before, so that a holder that was away too long meets its successor.
// - The holder's own monotonic clock runs from the sending of the last confirmed renewal. When it runs out, the lease is
//   lost here before the broker can give it to somebody else.
// - The revision is the fencing token: it grows with every holder and every renewal.

import { DomeError } from '@dome/contracts';
import { nuid } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { requireKey } from './kv-key.ts';
import { readLast } from './leader-reads.ts';
import { isTombstone } from './ledger.ts';
import type { Publisher } from './publisher.ts';
import type { Published } from './publication.ts';
import type { StoredMessage } from './stored-message.ts';
import { HEADER, kv, KV_DELETE } from './wire.ts';

const RENEWALS_PER_TTL = 3;
/** Each lost race means that somebody else has held it since. */
const CONTEST_ROUNDS_MAX = 3;
/** The holder's clock ends this much before the broker's, so that "lost" is reported before "free". */
const SAFETY_MS = 200;

export interface LeasesOptions {
  readonly bucket: string;
  readonly publisher: Publisher;
  readonly apiPrefix?: string;
}

export interface LeaseRequest {
  readonly key: string;
  /** Who holds it and why; a nonce is added. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly ttlSeconds: number;
}

export interface Lease extends AsyncDisposable {
  readonly key: string;
  readonly revision: number;
  /** Aborted, with a LOCK_CONFLICT as its reason, when the lease is lost; not by a release. */
  readonly lost: AbortSignal;
  /** Gives it back at once; safe after it was lost. If the release is lost, the key still expires. */
  release(): Promise<void>;
}

export type LeaseAnswer =
  | { readonly status: 'acquired'; readonly lease: Lease }
  | { readonly status: 'held'; readonly holder: Uint8Array; readonly revision: number };

export interface Leases {
  /** @throws INVALID_REQUEST, UNAVAILABLE */
  acquire(request: LeaseRequest): Promise<LeaseAnswer>;
}

/** @public */
export function createLeases(nc: NatsConnection, options: LeasesOptions): Leases {
  return { acquire: async (request) => await acquire(nc, options, request) };
}

async function acquire(nc: NatsConnection, options: LeasesOptions, request: LeaseRequest): Promise<LeaseAnswer> {
  requireKey(request.key);
  const { bucket, apiPrefix } = options;
  const writer = new LeaseWriter(options, request);
  let expected = 0;
  let last: StoredMessage | undefined;
  for (let round = 0; round < CONTEST_ROUNDS_MAX; round++) {
    const sentAt = performance.now();
    const result = await writer.write(expected);
    if (result.status === 'stored') {
      return { status: 'acquired', lease: new HeldLease(writer, { revision: result.sequence, sentAt }) };
    }
    const read = {
      stream: kv.stream(bucket),
      filter: writer.subject,
      ...(apiPrefix === undefined ? {} : { apiPrefix }),
    };
    last = await readLast(nc, read);
    if (last !== undefined && !isTombstone(last)) break;
    // It expired or was released between the write and the read: the next write follows the last revision left.
    expected = last?.sequence ?? 0;
  }
  return { status: 'held', holder: last?.payload ?? new Uint8Array(), revision: last?.sequence ?? 0 };
}

class LeaseWriter {
  readonly subject: string;
  readonly request: LeaseRequest;
  readonly #publisher: Publisher;
  readonly #nonce = nuid.next();
  readonly #payload: Uint8Array;
  #writes = 0;

  constructor({ bucket, publisher }: LeasesOptions, request: LeaseRequest) {
    this.subject = kv.subject(bucket, request.key);
    this.request = request;
    this.#publisher = publisher;
    this.#payload = new TextEncoder().encode(JSON.stringify({ ...request.value, nonce: this.#nonce }));
  }

  get ttlMs(): number {
    return this.request.ttlSeconds * 1_000;
  }

  async write(expected: number, deadlineMs = this.ttlMs): Promise<Published> {
    return await this.#publisher.publish({ ...this.#next(expected), payload: this.#payload, deadlineMs });
  }

  /** The tombstone expires as well: nothing remains of a key that nobody holds. */
  async erase(expected: number): Promise<Published> {
    const headers = { [HEADER.kvOperation]: KV_DELETE };
    return await this.#publisher.publish({
      ...this.#next(expected),
      payload: new Uint8Array(),
      headers,
      deadlineMs: this.ttlMs,
    });
  }

  #next(sequence: number) {
    return {
      subject: this.subject,
      messageId: `lease.${this.#nonce}.${++this.#writes}`,
      expectLast: { filter: this.subject, sequence },
      ttlSeconds: this.request.ttlSeconds,
    };
  }
}

class HeldLease implements Lease {
  readonly #writer: LeaseWriter;
  readonly #lost = new AbortController();
  #revision: number;
  #safeUntil: number;
  #timer: NodeJS.Timeout;
  #renewal: Promise<void> | undefined;
  #released = false;

  constructor(writer: LeaseWriter, { revision, sentAt }: { revision: number; sentAt: number }) {
    this.#writer = writer;
    this.#revision = revision;
    this.#safeUntil = sentAt + writer.ttlMs - SAFETY_MS;
    this.#timer = setTimeout(() => this.#tick(), writer.ttlMs / RENEWALS_PER_TTL);
  }

  get key(): string {
    return this.#writer.request.key;
  }

  get revision(): number {
    return this.#revision;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    clearTimeout(this.#timer);
    await this.#renewal;
    if (!this.lost.aborted) await this.#writer.erase(this.#revision).catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  #tick(): void {
    this.#renewal = this.#renew();
  }

  async #renew(): Promise<void> {
    const sentAt = performance.now();
    const leftMs = this.#safeUntil - sentAt;
    if (leftMs <= 0) return this.#lose('it was not renewed in time');
    try {
      const result = await this.#writer.write(this.#revision, leftMs);
      if (result.status === 'conflict') return this.#lose('another owner holds it');
      this.#revision = result.sequence;
      this.#safeUntil = sentAt + this.#writer.ttlMs - SAFETY_MS;
    } catch (cause) {
      return this.#lose('it could not be renewed in time', cause);
    }
    if (!this.#released) this.#timer = setTimeout(() => this.#tick(), this.#writer.ttlMs / RENEWALS_PER_TTL);
  }

  #lose(reason: string, cause?: unknown): void {
    const fields = { detail: `The lease on ${this.key} is lost: ${reason}.`, key: this.key };
    this.#lost.abort(new DomeError('LOCK_CONFLICT', fields, { cause }));
  }
}
