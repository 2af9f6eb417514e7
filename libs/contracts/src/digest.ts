// A digest is `sha256:` and 64 hexadecimal digits: of the bytes themselves for artifacts and evidence, of RFC 8785
// canonical JSON for structures, so that every language computes the same one. The proofs are in schemas/vectors/.
import { createHash, hash } from 'node:crypto';

import { DomeError } from './errors.ts';
import type { Digest } from './ids.ts';
import { escapeSegment } from './json-pointer.ts';
import { LIMITS } from './limits.ts';

export function sha256Digest(bytes: Uint8Array | string): Digest {
  return `sha256:${hash('sha256', bytes, 'hex')}`;
}

/** A digest of bytes that arrive in pieces. */
export function createDigest(): { update(bytes: Uint8Array | string): void; digest(): Digest } {
  const state = createHash('sha256');
  return {
    update: (bytes) => void state.update(bytes),
    digest: () => `sha256:${state.copy().digest('hex')}`,
  };
}

/**
 * RFC 8785 canonical JSON; undefined members are omitted.
 * @throws DomeError INPUT_INVALID when the value is not I-JSON: an unsafe integer, a lone surrogate, NaN, too deep.
 */
export function canonicalText(value: unknown): string {
  const text = canonical(value, 0);
  if (text !== undefined) return text;
  // The single fast pass only detects that something is wrong; a second one finds out what and where.
  assertIJson(value, '', 0);
  throw new DomeError('INPUT_INVALID', { detail: 'there is no value to digest' });
}

/** The digest of a structure: of its canonical JSON as UTF-8. */
export function structureDigest(value: unknown): Digest {
  return sha256Digest(canonicalText(value));
}

/** What defines the work of a job; its time limits and tracing are not part of it. */
export interface RequestIdentity {
  readonly skill: {
    readonly name: string;
    readonly version: string;
    readonly descriptorDigest: string;
  };
  readonly inputDigest: string;
  readonly workspaceDigest?: string | undefined;
}

export function requestDigestOf(of: RequestIdentity): Digest {
  const { name, version, descriptorDigest } = of.skill;
  const skill = { descriptorDigest, name, version };
  return structureDigest({ inputDigest: of.inputDigest, skill, workspaceDigest: of.workspaceDigest });
}

/**
 * The message id of a command: repeating a command repeats its id; different work under the same key gets a different
 * id.
 */
export function commandMessageId(of: { jobId: string; requestDigest: string; runId: string; pool: string }): string {
  const { jobId, requestDigest, runId, pool } = of;
  const digest = structureDigest({ pool, requestDigest, runId });
  return `${jobId}.${digest.slice('sha256:'.length, 'sha256:'.length + 16)}`;
}

/** Undefined for what has no canonical form. Numbers and strings are written as ECMAScript does, which is what RFC 8785 asks. */
function canonical(value: unknown, depth: number): string | undefined {
  if (depth > LIMITS.jsonDepth) return undefined;
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : undefined;
    case 'number':
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value, depth) : canonicalObject(value, depth);
    default:
      return undefined;
  }
}

function canonicalArray(items: readonly unknown[], depth: number): string | undefined {
  let text = '[';
  for (const item of items) {
    const one = canonical(item, depth + 1);
    if (one === undefined) return undefined;
    text += text.length === 1 ? one : `,${one}`;
  }
  return `${text}]`;
}

/** Members are sorted by the UTF-16 code units of their names, which is how JavaScript compares strings. */
function canonicalObject(of: object, depth: number): string | undefined {
  // As in JSON.stringify, a date becomes its text.
  if ('toJSON' in of && typeof of.toJSON === 'function') return canonical(of.toJSON(), depth + 1);
  let text = '{';
  for (const key of Object.keys(of).toSorted()) {
    const member: unknown = Reflect.get(of, key);
    if (member === undefined) continue;
    const one = key.isWellFormed() ? canonical(member, depth + 1) : undefined;
    if (one === undefined) return undefined;
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(key)}:${one}`;
  }
  return `${text}}`;
}

function assertIJson(value: unknown, pointer: string, depth: number): void {
  const refuse = (detail: string): never => {
    throw new DomeError('INPUT_INVALID', { detail, pointer });
  };
  if (depth > LIMITS.jsonDepth) refuse(`deeper than ${LIMITS.jsonDepth} levels`);
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) refuse('a number that is not finite');
      if (Number.isInteger(value) && !Number.isSafeInteger(value))
        refuse('an integer beyond 2^53 - 1: write it as a string');
      return;
    case 'string':
      if (!value.isWellFormed()) refuse('a lone surrogate: the text has no UTF-8 form');
      return;
    case 'object':
      if (value === null) return;
      if (Array.isArray(value)) {
        value.forEach((item, index) => assertIJson(item, `${pointer}/${index}`, depth + 1));
        return;
      }
      for (const [key, member] of Object.entries(value)) {
        if (member === undefined) continue;
        if (!key.isWellFormed()) refuse('a lone surrogate in a member name');
        assertIJson(member, `${pointer}/${escapeSegment(key)}`, depth + 1);
      }
      return;
    case 'boolean':
      return;
    default:
      refuse(`a ${typeof value} has no JSON form`);
  }
}
