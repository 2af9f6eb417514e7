// A digest is `sha256:` and 64 hexadecimal digits: of the bytes themselves for artifacts and evidence, of RFC 8785
// canonical JSON for structures, so that every language computes the same one. schemas/vectors/ holds the proofs.
import { createHash, hash } from 'node:crypto';

import canonicalize from 'canonicalize';

import { DomeError } from './errors.ts';
import type { Digest } from './ids.ts';
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
 * RFC 8785 canonical JSON; members that are undefined are absent.
 * @throws DomeError INPUT_INVALID when the value is not I-JSON: an unsafe integer, a lone surrogate, NaN, too deep.
 */
export function canonicalText(value: unknown): string {
  assertIJson(value, '', 0);
  const text = canonicalize(value);
  if (text === undefined) throw new DomeError('INPUT_INVALID', { detail: 'there is no value to digest' });
  return text;
}

/** The digest of a structure: of its canonical JSON as UTF-8. */
export function structureDigest(value: unknown): Digest {
  return sha256Digest(canonicalText(value));
}

/** What defines the work of a job: never its clocks or its tracing. */
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
  return structureDigest({
    skill: {
      name: of.skill.name,
      version: of.skill.version,
      descriptorDigest: of.skill.descriptorDigest,
    },
    inputDigest: of.inputDigest,
    ...(of.workspaceDigest === undefined ? {} : { workspaceDigest: of.workspaceDigest }),
  });
}

/** The message id of a command: the same command is the same message, other work under the same key is another. */
export function commandMessageId(of: { jobId: string; requestDigest: string; runId: string; pool: string }): string {
  const { jobId, requestDigest, runId, pool } = of;
  const digest = structureDigest({ requestDigest, runId, pool });
  return `${jobId}.${digest.slice('sha256:'.length, 'sha256:'.length + 16)}`;
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
        assertIJson(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
      }
      return;
    case 'boolean':
      return;
    default:
      refuse(`a ${typeof value} has no JSON form`);
  }
}
