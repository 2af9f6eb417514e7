import { createDigest, DomeError, LIMITS } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { Publication, Published } from './publication.ts';
import type { Publisher } from './publisher.ts';

/** Tuning: 2 MiB in flight keep a local broker busy. */
const CHUNKS_ON_THE_WAY_MAX = 16;

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface UploadedChunks {
  readonly digest: Digest;
  readonly size: number;
  readonly count: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

export interface ChunkUpload {
  readonly upload: string;
  readonly subject: string;
  readonly bytes: Bytes;
}

/**
 * Stores the bytes as chunks, in order, with a bounded number in flight.
 * @throws PAYLOAD_TOO_LARGE; UNAVAILABLE when a chunk that had to be sent again was overtaken by a later one
 */
export async function uploadChunks(publisher: Publisher, upload: ChunkUpload): Promise<UploadedChunks> {
  const digest = createDigest();
  const order = new StoredOrder();
  let size = 0;
  let count = 0;
  for await (const payload of chunksOf(upload.bytes, LIMITS.artifactChunkBytes)) {
    size += payload.length;
    if (size > LIMITS.artifactBytes) throw tooLarge(size);
    digest.update(payload);
    const messageId = `${upload.upload}.${count++}`;
    await order.add(publisher, { subject: upload.subject, payload, messageId });
  }
  await order.end();
  const { firstSequence, lastSequence } = order;
  return { digest: digest.digest(), size, count, firstSequence, lastSequence };
}

/** A reader takes the chunks in stream order, so a chunk that was overtaken would damage the artifact. */
class StoredOrder {
  firstSequence = 0;
  lastSequence = 0;
  readonly #onTheWay: Promise<Published>[] = [];

  async add(publisher: Publisher, publication: Publication): Promise<void> {
    const sent = publisher.publish(publication);
    // The first error is thrown where it is awaited; nobody awaits the later ones.
    sent.catch(() => {});
    this.#onTheWay.push(sent);
    if (this.#onTheWay.length > CHUNKS_ON_THE_WAY_MAX) await this.#settleNext();
  }

  async end(): Promise<void> {
    while (this.#onTheWay.length > 0) await this.#settleNext();
  }

  async #settleNext(): Promise<void> {
    const result = await this.#onTheWay.shift();
    const sequence = result?.status === 'stored' ? result.sequence : 0;
    if (sequence <= this.lastSequence) {
      throw new DomeError('UNAVAILABLE', {
        detail: 'The chunks of the upload were stored out of order; send it again.',
      });
    }
    if (this.firstSequence === 0) this.firstSequence = sequence;
    this.lastSequence = sequence;
  }
}

/** Pieces of exactly the chunk size, the last one shorter, whatever sizes come in. */
export async function* chunksOf(bytes: Bytes, chunkBytes: number): AsyncGenerator<Uint8Array, void> {
  let chunk = new Uint8Array(chunkBytes);
  let filled = 0;
  for await (const piece of bytes) {
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + chunkBytes - filled);
      chunk.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled < chunkBytes) continue;
      yield chunk;
      chunk = new Uint8Array(chunkBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

function tooLarge(size: number): DomeError {
  const detail = `An artifact has at most ${LIMITS.artifactBytes} bytes; this one has ${size} or more.`;
  return new DomeError('PAYLOAD_TOO_LARGE', { detail, maxBytes: LIMITS.artifactBytes });
}
