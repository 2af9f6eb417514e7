// Ids that are derived from what they stand for, by SHA-256: Node computes it, so that a browser takes none of this.
import { createHash } from 'node:crypto';

import { DomeError } from './errors.ts';
import { isId } from './ids.ts';
import type { JobId, RunId } from './ids.ts';
import { LIMITS } from './limits.ts';

/**
 * The job's id is derived from the idempotency key, so that a retry from anywhere reaches the same job, and the
 * ledger's key is the job's id: the key itself if it fits the grammar, else `j-` and 26 base32 digits of its SHA-256.
 * @throws DomeError INVALID_REQUEST when the key is empty or longer than 256 bytes.
 */
export function jobIdFor(idempotencyKey: string): JobId {
  const bytes = Buffer.byteLength(idempotencyKey);
  if (bytes === 0 || bytes > LIMITS.idempotencyKeyBytes) {
    throw new DomeError('INVALID_REQUEST', {
      detail: `an idempotency key has 1 to ${LIMITS.idempotencyKeyBytes} bytes, this one has ${bytes}`,
      pointer: '/idempotencyKey',
    });
  }
  if (isId(idempotencyKey) && !idempotencyKey.startsWith('j-')) return idempotencyKey as JobId;
  return `j-${base32(createHash('sha256').update(idempotencyKey).digest(), 26)}` as JobId;
}

/**
 * The id of a run: the readable plan name and eight base32 digits of what identifies the submission. `n` counts the
 * chance collisions so far.
 */
export function runIdFor(of: { submitter: string; plan: string; idempotencyKey: string; n: number }): RunId {
  const text = [of.submitter, of.plan, of.idempotencyKey, String(of.n)].map(
    (part) => `${Buffer.byteLength(part)}:${part}`,
  );
  return `${of.plan}-${base32(createHash('sha256').update(text.join('')).digest(), 8)}` as RunId;
}

/** A plan's task as a job: names contain no `_`, so the composed id can be split again. */
export function taskIdempotencyKey(of: { runId: string; taskId: string; iteration: number }): string {
  return `${of.runId}_${of.taskId}_${of.iteration}`;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32 in lower case, without padding, cut to `length` digits. */
export function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      text += ALPHABET.charAt((value >>> (bits - 5)) & 31);
      bits -= 5;
    }
    value &= 0xff;
  }
  return text;
}
