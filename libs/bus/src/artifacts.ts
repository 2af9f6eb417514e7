// Bytes by their digest, in a NATS object store (stock clients read it). A name exists only after the bytes behind it have
// been verified: chunks go up under an upload's own id, and one compare-and-set on the name makes them an artifact. An
// upload that dies leaves chunks that nobody can name, and the store's age removes them.

import { createDigest, DomeError, cursorAfter, cursorAt } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { nuid } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { metaPayload, parseMeta } from './artifact-meta.ts';
import type { ArtifactMeta, NewMeta } from './artifact-meta.ts';
import { uploadChunks } from './artifact-upload.ts';
import { apiRequest } from './js-request.ts';
import { readLast } from './leader-reads.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import type { Publisher } from './publisher.ts';
import type { Published } from './publication.ts';
import { readBatch } from './reads.ts';
import { api, HEADER, objectStore, OWN_API, ROLLUP_SUBJECT } from './wire.ts';

const CHUNKS_PER_READ = 16;

export interface ArtifactsOptions {
  readonly bucket: string;
  readonly publisher: Publisher;
  /** An older artifact that is put again is stored anew, before the store's age limit removes it. */
  readonly refreshAfterMs?: number;
  readonly logger?: BusLogger;
}

export interface ArtifactPut {
  readonly digest: Digest;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly mediaType?: string;
}

export interface ArtifactStore {
  /**
   * @throws DIGEST_MISMATCH when the bytes are not what the digest names: nothing is stored then; PAYLOAD_TOO_LARGE
   */
  put(put: ArtifactPut): Promise<{ readonly status: 'stored' | 'exists'; readonly size: number }>;
  /**
   * The bytes from a position on. A read from the start is verified, and its last step throws if they are damaged.
   * @throws NOT_FOUND, DIGEST_MISMATCH
   */
  get(digest: Digest, fromByte?: number): AsyncGenerator<Uint8Array, void>;
  /** The size in bytes, undefined when it is not stored. */
  size(digest: Digest): Promise<number | undefined>;
}

export function createArtifactStore(nc: NatsConnection, options: ArtifactsOptions): ArtifactStore {
  return new ObjectArtifacts(nc, options);
}

class ObjectArtifacts implements ArtifactStore {
  readonly #nc: NatsConnection;
  readonly #bucket: string;
  readonly #stream: string;
  readonly #publisher: Publisher;
  readonly #refreshAfterMs: number;
  readonly #logger: BusLogger;

  constructor(nc: NatsConnection, options: ArtifactsOptions) {
    this.#nc = nc;
    this.#bucket = options.bucket;
    this.#stream = objectStore.stream(options.bucket);
    this.#publisher = options.publisher;
    this.#refreshAfterMs = options.refreshAfterMs ?? Infinity;
    this.#logger = options.logger ?? silentLogger;
  }

  async size(digest: Digest): Promise<number | undefined> {
    const { meta } = await this.#look(digest);
    return meta?.size;
  }

  async put({ digest, bytes, mediaType }: ArtifactPut): Promise<{ status: 'stored' | 'exists'; size: number }> {
    const before = await this.#look(digest);
    if (before.meta !== undefined && Date.now() - before.storedAtMs < this.#refreshAfterMs) {
      return { status: 'exists', size: before.meta.size };
    }
    const upload = nuid.next();
    try {
      const subject = objectStore.chunk(this.#bucket, upload);
      const chunks = await uploadChunks(this.#publisher, { upload, subject, bytes });
      if (chunks.digest !== digest) throw mismatch(digest, chunks.digest);
      const meta = { bucket: this.#bucket, digest, upload, mediaType, chunks };
      const named = await this.#name(meta, before.sequence);
      if (named.status === 'conflict') await this.#discard(upload);
      return { status: named.status === 'stored' ? 'stored' : 'exists', size: chunks.size };
    } catch (error) {
      // A name that may have been stored would stand for nothing without its bytes; bytes without a name age out.
      const mayBeNamed = error instanceof DomeError && error.fields['ambiguous'] === true;
      if (!mayBeNamed) await this.#discard(upload);
      throw error;
    }
  }

  async *get(digest: Digest, fromByte = 0): AsyncGenerator<Uint8Array, void> {
    const { meta } = await this.#look(digest);
    if (meta === undefined) throw new DomeError('NOT_FOUND', { detail: `No artifact ${digest} is stored.`, digest });
    const verify = fromByte === 0 ? createDigest() : undefined;
    let position = 0;
    for await (const { chunk, start } of this.#chunks(meta, fromByte)) {
      position = start + chunk.length;
      verify?.update(chunk);
      if (position > fromByte) yield start >= fromByte ? chunk : chunk.subarray(fromByte - start);
    }
    if (fromByte < meta.size && position !== meta.size) throw incomplete(digest, { got: position, size: meta.size });
    const got = verify?.digest() ?? digest;
    if (got !== digest) throw mismatch(digest, got);
  }

  async #look(digest: Digest): Promise<{ meta: ArtifactMeta | undefined; sequence: number; storedAtMs: number }> {
    const filter = objectStore.meta(this.#bucket, digest);
    const last = await readLast(this.#nc, { stream: this.#stream, filter });
    if (last === undefined) return { meta: undefined, sequence: 0, storedAtMs: 0 };
    return { meta: parseMeta(last.payload), sequence: last.sequence, storedAtMs: last.timeMs };
  }

  async #name(meta: NewMeta, sequence: number): Promise<Published> {
    const filter = objectStore.meta(this.#bucket, meta.digest);
    return await this.#publisher.publish({
      subject: filter,
      payload: metaPayload(meta),
      messageId: `${meta.upload}.name`,
      expectLast: { filter, sequence },
      headers: { [HEADER.rollup]: ROLLUP_SUBJECT },
    });
  }

  async *#chunks(meta: ArtifactMeta, fromByte: number): AsyncGenerator<{ chunk: Uint8Array; start: number }, void> {
    const filter = objectStore.chunk(this.#bucket, meta.upload);
    const skipped = meta.isContiguous ? Math.floor(fromByte / meta.chunkBytes) : 0;
    let from = cursorAt(Math.max(1, meta.firstSequence) + skipped);
    let start = skipped * meta.chunkBytes;
    while (start < meta.size) {
      const read = { stream: this.#stream, filter, from, batchMax: CHUNKS_PER_READ };
      const { messages } = await readBatch(this.#nc, read);
      if (messages.length === 0) return;
      for (const { payload, sequence } of messages) {
        yield { chunk: payload, start };
        start += payload.length;
        from = cursorAfter(sequence);
      }
    }
  }

  /** Only cleanup: chunks that stay have no name and age out. */
  async #discard(upload: string): Promise<void> {
    const subject = api.streamPurge(OWN_API, this.#stream);
    try {
      await apiRequest(this.#nc, { subject, body: { filter: objectStore.chunk(this.#bucket, upload) } });
    } catch (err) {
      this.#logger.warn({ err, upload }, 'chunks of an upload left behind');
    }
  }
}

function mismatch(digest: Digest, got: Digest): DomeError {
  return new DomeError('DIGEST_MISMATCH', { detail: `The bytes named ${digest} have the digest ${got}.`, digest, got });
}

function incomplete(digest: Digest, { got, size }: { got: number; size: number }): DomeError {
  const detail = `The artifact ${digest} has ${size} bytes, and the store gives ${got}.`;
  return new DomeError('DIGEST_MISMATCH', { detail, digest });
}
