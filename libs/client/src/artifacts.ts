// Artifacts travel through the services in numbered chunks, because only the runtime plane may access its store. An
// upload belongs to the daemon that opened it; if that daemon goes away, content held in memory is sent again from the
// start to another, and the digest still names it.

import { headerOf, headersOf } from '@dome/bus';
import { ARTIFACT_HEADERS, createDigest, DomeError, LIMITS, subjects } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import { artifactParts, artifactSize, damaged } from './artifact-parts.ts';
import type { Asker } from './ask.ts';

const TRIES = 3;

export interface StoredArtifact {
  readonly digest: Digest;
  readonly size: number;
}

type OnSent = (sentBytes: number) => void;

export interface ArtifactClient {
  /**
   * @param onSent after each chunk that a daemon took, with the bytes so far; it begins anew if the daemon goes away
   * @throws DomeError PAYLOAD_TOO_LARGE, DIGEST_MISMATCH, UNAVAILABLE, TIMEOUT
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>, onSent?: OnSent): Promise<StoredArtifact>;
  /** In bytes; undefined if nothing is stored under the digest. */
  sizeOf(digest: string): Promise<number | undefined>;
  /**
   * The whole bytes, checked against their digest.
   * @throws DomeError NOT_FOUND, WORKSPACE_MISSING, DIGEST_MISMATCH
   */
  get(digest: string): Promise<Uint8Array>;
  /** The bytes as they arrive; the digest is checked at the end. */
  stream(digest: string): AsyncIterable<Uint8Array>;
}

export function createArtifactClient(asker: Asker): ArtifactClient {
  return {
    put: (content, onSent) =>
      content instanceof Uint8Array ? putAgain(asker, content, onSent) : putOnce(asker, content, onSent),
    sizeOf: (digest) => storedSize(asker, digest),
    get: (digest) => getWhole(asker, digest),
    stream: (digest) => readParts(asker, digest),
  };
}

async function putAgain(asker: Asker, bytes: Uint8Array, onSent: OnSent | undefined): Promise<StoredArtifact> {
  for (let tries = 1; ; tries++) {
    try {
      return await putOnce(asker, bytes, onSent);
    } catch (error) {
      const gone = error instanceof DomeError && ['UNAVAILABLE', 'TIMEOUT', 'NOT_FOUND'].includes(error.code);
      if (!gone || tries === TRIES) throw error;
    }
  }
}

async function putOnce(
  asker: Asker,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  onSent: OnSent | undefined,
): Promise<StoredArtifact> {
  const known = content instanceof Uint8Array ? { size: content.byteLength } : {};
  const { instance, upload, chunkBytesMax } = await asker.ask('runtimeArtifactPut', known);
  const digest = createDigest();
  let size = 0;
  let chunk = 0;
  for await (const payload of chunksOf(content, chunkBytesMax)) {
    size += payload.byteLength;
    if (size > LIMITS.artifactBytes) throw tooLarge();
    digest.update(payload);
    const subject = subjects.runtimeArtifactChunk({ instance, upload });
    await asker.put('runtimeArtifactChunk', {
      subject,
      payload,
      headers: { [ARTIFACT_HEADERS.chunk]: String(chunk++) },
    });
    onSent?.(size);
  }
  const named = { digest: digest.digest(), size };
  const subject = subjects.runtimeArtifactCommit({ instance, upload });
  await asker.put('runtimeArtifactCommit', { subject, payload: JSON.stringify(named) });
  return named;
}

function tooLarge(): DomeError {
  return new DomeError('PAYLOAD_TOO_LARGE', { detail: `An artifact may have at most ${LIMITS.artifactBytes} bytes.` });
}

/** Pieces of at most `chunkBytes`, however the content arrives. */
async function* chunksOf(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array> {
  const bytesMax = Math.max(1, Math.min(chunkBytes, LIMITS.artifactChunkBytes));
  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    for (let at = 0; at < piece.byteLength; at += bytesMax) yield piece.subarray(at, at + bytesMax);
  }
}

async function storedSize(asker: Asker, digest: string): Promise<number | undefined> {
  const payload = JSON.stringify({ digest, offset: 0, length: 1 });
  try {
    const reply = await asker.raw({ subject: subjects.runtimeArtifactGet(), payload });
    return artifactSize(headerOf(headersOf(reply), ARTIFACT_HEADERS.size), digest);
  } catch (error) {
    const isMissing = error instanceof DomeError && ['NOT_FOUND', 'WORKSPACE_MISSING'].includes(error.code);
    if (isMissing) return undefined;
    throw error;
  }
}

async function getWhole(asker: Asker, digest: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of readParts(asker, digest)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

async function* readParts(asker: Asker, digest: string): AsyncGenerator<Uint8Array> {
  const seen = createDigest();
  for await (const { bytes } of artifactParts(asker, digest)) {
    seen.update(bytes);
    yield bytes;
  }
  const real = seen.digest();
  if (real !== digest) throw damaged(digest, `the bytes read have the digest ${real}`);
}
