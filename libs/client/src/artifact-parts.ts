// Stored content as it comes through the runtime's service, part by part. Nothing here compares the digest: whoever puts the
// parts together does.
import { headerOf, headersOf } from '@dome/bus/portable';
import { ARTIFACT_HEADERS, DomeError, LIMITS, subjects } from '@dome/contracts/portable';

import type { Questioner } from './question.ts';

interface ReceivedPart {
  readonly bytes: Uint8Array;
  /** Of the whole, in bytes. */
  readonly size: number;
}

/** @throws DomeError NOT_FOUND, WORKSPACE_MISSING; DIGEST_MISMATCH for content that ends early; whatever the service answers */
export async function* artifactParts(
  { raw }: Pick<Questioner, 'raw'>,
  digest: string,
): AsyncGenerator<ReceivedPart, void> {
  let offset = 0;
  let size = Infinity;
  while (offset < size) {
    const payload = JSON.stringify({ digest, offset, length: LIMITS.artifactChunkBytes });
    const reply = await raw({ subject: subjects.runtimeArtifactGet(), payload });
    size = artifactSize(headerOf(headersOf(reply), ARTIFACT_HEADERS.size), digest);
    if (reply.data.byteLength === 0 && offset < size) throw damaged(digest, `it ends after ${offset} of ${size} bytes`);
    offset += reply.data.byteLength;
    yield { bytes: reply.data, size };
  }
}

/** @throws DomeError INTERNAL */
export function artifactSize(header: string | undefined, digest: string): number {
  const size = Number(header);
  if (header !== undefined && Number.isSafeInteger(size) && size >= 0) return size;
  const detail = `The reply for the artifact ${digest} does not give its size.`;
  throw new DomeError('INTERNAL', { detail });
}

export function damaged(digest: string, why: string): DomeError {
  return new DomeError('DIGEST_MISMATCH', { detail: `The artifact ${digest} is damaged: ${why}.`, digest });
}
