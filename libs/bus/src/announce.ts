// An announcement: an entry under a key that only its owner writes, kept alive by writing it again and gone when the owner
// is. Nobody competes for the key, so there is nothing to compare and a renewal that fails is only tried again.

import { nuid } from '@nats-io/transport-node';

import { requireKey } from './kv-key.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import type { Publisher } from './publisher.ts';
import { HEADER, kv, KV_DELETE } from './wire.ts';

const RENEWALS_PER_TTL = 3;

export interface AnnounceOptions {
  readonly bucket: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly ttlSeconds: number;
  readonly publisher: Publisher;
  readonly logger?: BusLogger;
}

export interface Announcement extends AsyncDisposable {
  /** Replaces what is announced, at once. */
  update(value: Uint8Array): Promise<void>;
  /** Takes it back; without it the announcement stands until its time to live is over. */
  withdraw(): Promise<void>;
}

/** Resolves when the announcement is stored. */
export async function announceLease(options: AnnounceOptions): Promise<Announcement> {
  requireKey(options.key);
  const announcement = new RenewedAnnouncement(options);
  await announcement.update(options.value);
  return announcement;
}

class RenewedAnnouncement implements Announcement {
  readonly #options: AnnounceOptions;
  readonly #nonce = nuid.next();
  readonly #everyMs: number;
  #value: Uint8Array;
  #writes = 0;
  #timer: NodeJS.Timeout | null = null;
  #withdrawn = false;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: AnnounceOptions) {
    this.#options = options;
    this.#value = options.value;
    this.#everyMs = (options.ttlSeconds * 1_000) / RENEWALS_PER_TTL;
  }

  async update(value: Uint8Array): Promise<void> {
    this.#value = value;
    try {
      await this.#write(value, {});
    } finally {
      this.#renewLater();
    }
  }

  async withdraw(): Promise<void> {
    if (this.#withdrawn) return;
    this.#withdrawn = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#write(new Uint8Array(), { [HEADER.kvOperation]: KV_DELETE });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.withdraw();
  }

  #renewLater(): void {
    if (this.#withdrawn) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    // An announcement is no reason for a process to stay.
    this.#timer = setTimeout(() => void this.#renew(), this.#everyMs).unref();
  }

  async #renew(): Promise<void> {
    try {
      await this.#write(this.#value, {});
    } catch (err) {
      const { bucket, key } = this.#options;
      (this.#options.logger ?? silentLogger).warn({ err, bucket, key }, 'announcement not renewed');
    }
    this.#renewLater();
  }

  /** One after the other: a renewal that is late must not follow a withdrawal. */
  async #write(payload: Uint8Array, headers: Readonly<Record<string, string>>): Promise<void> {
    const { bucket, key, ttlSeconds, publisher } = this.#options;
    const before = this.#writing;
    const written = before.then(() =>
      publisher.publish({
        subject: kv.subject(bucket, key),
        payload,
        messageId: `announce.${this.#nonce}.${++this.#writes}`,
        ttlSeconds,
        headers,
        deadlineMs: ttlSeconds * 1_000,
      }),
    );
    this.#writing = written.catch(() => {});
    await written;
  }
}
