// The key of a lock is text in which `${input.name}` stands for a string, a number or a boolean of the input: a pointer
// into it and nothing more, so that whoever reads the manifest knows which jobs exclude each other.
import { createHash } from 'node:crypto';

import { DomeError } from './errors.ts';
import { escapeSegment, segmentsOf, valueAt } from './json-pointer.ts';
import { LIMITS } from './limits.ts';

export type LockKeyPart =
  | { readonly kind: 'text'; readonly text: string }
  /** JSON pointer into the input. */
  | { readonly kind: 'input'; readonly pointer: string };

export type LockKeyReading =
  | { readonly ok: true; readonly parts: readonly LockKeyPart[] }
  | { readonly ok: false; readonly says: string };

const OPENING = '${';
const REFERENCE = /^input((?:\.[A-Za-z0-9_-]+)+)$/;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Pure: the same text always reads the same. */
export function readLockKey(text: string): LockKeyReading {
  const parts: LockKeyPart[] = [];
  for (let at = 0; at < text.length;) {
    const opens = text.indexOf(OPENING, at);
    const until = opens === -1 ? text.length : opens;
    if (until > at) parts.push({ kind: 'text', text: text.slice(at, until) });
    if (opens === -1) break;
    const closes = text.indexOf('}', opens);
    const reference = closes === -1 ? undefined : referenceIn(text.slice(opens + OPENING.length, closes));
    if (reference === undefined) {
      return {
        ok: false,
        says: `${text.slice(opens, opens + 40)} is not \${input.name}, and nothing else may stand there`,
      };
    }
    parts.push({ kind: 'input', pointer: reference });
    at = closes + 1;
  }
  if (CONTROL.test(text)) return { ok: false, says: 'a lock key has no control characters' };
  return { ok: true, parts };
}

function referenceIn(inside: string): string | undefined {
  const [, path] = REFERENCE.exec(inside.trim()) ?? [];
  return path
    ?.split('.')
    .slice(1)
    .map((name) => `/${escapeSegment(name)}`)
    .join('');
}

/**
 * The key for one input.
 * @throws DomeError INVALID_REQUEST for a template that cannot be read; INPUT_INVALID, with the pointer into the input,
 *   for a member that is missing, is no plain value, or makes the key too long or unreadable
 */
export function lockKeyFor(template: string, input: unknown): string {
  const reading = readLockKey(template);
  if (!reading.ok) throw new DomeError('INVALID_REQUEST', { detail: `The lock key ${template}: ${reading.says}.` });
  let key = '';
  for (const part of reading.parts) key += part.kind === 'text' ? part.text : plainText(part.pointer, template, input);
  if (key === '') throw invalid(template, { why: 'is empty for this input', pointer: '' });
  if (Buffer.byteLength(key) > LIMITS.lockKeyBytes)
    throw invalid(template, { why: `has more than ${LIMITS.lockKeyBytes} bytes for this input`, pointer: '' });
  return key;
}

function plainText(pointer: string, template: string, input: unknown): string {
  const value = valueAt(input, segmentsOf(pointer));
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    const why = value === undefined ? 'needs this member of the input' : 'takes a string, a number or a boolean';
    throw invalid(template, { why, pointer });
  }
  const text = String(value);
  if (CONTROL.test(text)) throw invalid(template, { why: 'takes no control characters', pointer });
  return text;
}

function invalid(template: string, { why, pointer }: { readonly why: string; readonly pointer: string }): DomeError {
  return new DomeError('INPUT_INVALID', { detail: `The lock key ${template} ${why}.`, pointer });
}

/** What the lock is called where no name fits: in the key of a bucket, in a subject. */
export function lockHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
