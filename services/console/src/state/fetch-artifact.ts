// An artifact, fetched by its digest and offered only when its bytes have it.
import { artifactParts, createLeanQuestioner, damaged } from '@dome/client/portable';

import type { Session } from '../nats/connection.ts';
import { digestOf } from './digest.ts';

/** Tuning: the page holds it whole to verify it. */
export const FETCHED_BYTES_MAX = 256 * 1_048_576;

/** @throws DomeError DIGEST_MISMATCH, NOT_FOUND, or whatever the service answers */
export async function fetchArtifact(
  { nc }: Pick<Session, 'nc'>,
  digest: string,
  onPart: (done: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const { bytes } of artifactParts(createLeanQuestioner(nc), digest)) {
    parts.push(bytes);
    size += bytes.byteLength;
    onPart(size);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  const real = await digestOf(whole);
  if (real !== digest) throw damaged(digest, `the bytes read have the digest ${real}`);
  return whole;
}
