// An announcement: an entry under a key that only its owner writes. Writing it again keeps it alive, and it expires when
// the owner is gone. Nobody competes for the key, so nothing is compared, and a failed renewal is just tried again.

import { nuid } from '@nats-io/transport-node';

import { requireKey } from './kv-key.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import type { Publication } from './publication.ts';
import type { Publisher } from './publisher.ts';
import { HEADER, kv, KV_DELETE } from './wire.ts';

const RENEWALS_PER_TTL = 3;
/** A withdrawal is a courtesy: if it fails, the lease runs out by itself. */
const WITHDRAW_MS = 1_000;

export interface AnnounceOptions {
  readonly bucket: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly ttlSeconds: number;
  readonly publisher: Publisher;
  /** An owner that ends no longer waits for the announcement to be stored; one still on its way is withdrawn. */
  readonly signal?: AbortSignal;
  readonly logger?: BusLogger;
}

export interface LeaseAnnouncement extends AsyncDisposable {
  /** Replaces the announced value at once. */
  update(value: Uint8Array): Promise<void>;
  /** Withdraws it; otherwise the announcement stands until its time to live is over. */
  withdraw(): Promise<void>;
}

/** Resolves when the announcement is stored; if it cannot be, it is not stored later either. */
export async function announceLease(options: AnnounceOptions): Promise<LeaseAnnouncement> {
  requireKey(options.key);
  options.signal?.throwIfAborted();
  const announcement = new RenewedAnnouncement(options);
  // Nobody holds it yet, so nobody could stop its renewal.
  const giveUp = (): void => void announcement.withdraw().catch(() => {});
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await announcement.update(options.value);
  } catch (error) {
    giveUp();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  return announcement;
}

class RenewedAnnouncement implements LeaseAnnouncement {
  readonly #options: AnnounceOptions;
  readonly #nonce = nuid.next();
  readonly #everyMs: number;
  #value: Uint8Array;
  #writes = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #withdrawal = new AbortController();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: AnnounceOptions) {
    this.#options = options;
    this.#value = options.value;
    this.#everyMs = (options.ttlSeconds * 1_000) / RENEWALS_PER_TTL;
  }

  async update(value: Uint8Array): Promise<void> {
    this.#value = value;
    try {
      await this.#store(value);
    } finally {
      this.#renewLater();
    }
  }

  async withdraw(): Promise<void> {
    if (this.#withdrawal.signal.aborted) return;
    this.#withdrawal.abort();
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    // A process that ends while the broker is away does not wait for it: the lease soon runs out.
    const headers = { [HEADER.kvOperation]: KV_DELETE };
    await this.#write({ payload: new Uint8Array(), headers, deadlineMs: WITHDRAW_MS });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.withdraw();
  }

  #renewLater(): void {
    if (this.#withdrawal.signal.aborted) return;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    // An announcement must not keep the process alive.
    this.#timer = setTimeout(() => void this.#renew(), this.#everyMs).unref();
  }

  async #renew(): Promise<void> {
    try {
      await this.#store(this.#value);
    } catch (err) {
      if (this.#withdrawal.signal.aborted) return;
      const { bucket, key } = this.#options;
      (this.#options.logger ?? silentLogger).warn({ err, bucket, key }, 'announcement not renewed');
    }
    this.#renewLater();
  }

  /** Abandoned when the announcement is withdrawn. */
  async #store(payload: Uint8Array): Promise<void> {
    const deadlineMs = this.#options.ttlSeconds * 1_000;
    await this.#write({ payload, headers: {}, deadlineMs, signal: this.#withdrawal.signal });
  }

  /** One at a time: a late renewal must not follow a withdrawal. */
  async #write(what: Pick<Publication, 'payload' | 'headers' | 'deadlineMs' | 'signal'>): Promise<void> {
    const { bucket, key, ttlSeconds, publisher } = this.#options;
    const before = this.#writing;
    const written = before.then(() =>
      publisher.publish({
        ...what,
        subject: kv.subject(bucket, key),
        messageId: `announce.${this.#nonce}.${++this.#writes}`,
        ttlSeconds,
      }),
    );
    this.#writing = written.catch(() => {});
    await written;
  }
}
