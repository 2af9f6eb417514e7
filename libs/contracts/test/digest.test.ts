import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  canonicalText,
  commandMessageId,
  createDigest,
  LIMITS,
  requestDigestOf,
  sha256Digest,
  structureDigest,
} from '../src/index.ts';
import { digestVectors } from './vectors.ts';

describe('other languages compute the same digests', () => {
  test.each(digestVectors.canonical)('canonical JSON: $name', ({ json, canonical, digest }) => {
    expect(canonicalText(JSON.parse(json))).toBe(canonical);
    expect(structureDigest(JSON.parse(json))).toBe(digest);
  });

  test.each(digestVectors.refused)('no canonical form: $name', ({ json, pointer }) => {
    const code = 'INPUT_INVALID';
    expect(() => canonicalText(JSON.parse(json))).toThrow(
      expect.objectContaining({ code, fields: expect.objectContaining({ pointer }) }),
    );
  });

  test.each(digestVectors.bytes)('bytes: $name', ({ base64, digest }) => {
    expect(sha256Digest(Buffer.from(base64, 'base64'))).toBe(digest);
  });

  test.each(digestVectors.requestDigests)('request digest: $name', ({ request, digest }) => {
    expect(requestDigestOf(request)).toBe(digest);
  });

  test.each(digestVectors.commandMessageIds)('message id of a command: $name', ({ command, id }) => {
    expect(commandMessageId(command)).toBe(id);
  });
});

/** I-JSON: no integer that a double cannot hold, no text without a UTF-8 form. */
const iJson = fc.jsonValue({ maxDepth: 5 }).filter((value) => {
  try {
    canonicalText(value);
    return true;
  } catch {
    return false;
  }
});

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .toReversed()
    .map(([key, member]) => [key, reversed(member)] as const);
  // A plain assignment of `__proto__` would be lost; JSON keeps it as a member.
  return Object.fromEntries(entries);
};

describe('canonical JSON', () => {
  test('does not depend on the order of members', () => {
    fc.assert(fc.property(iJson, (value) => canonicalText(reversed(value)) === canonicalText(value)));
  });

  test('is what another implementation writes', () => {
    fc.assert(
      fc.property(iJson, (value) => canonicalText(value) === canonicalize(value)),
      { numRuns: 1_000 },
    );
  });

  test('a date is its text, as in JSON', () => {
    const value = { at: new Date(0) };
    expect(canonicalText(value)).toBe(JSON.stringify(value));
  });

  test('has the same value, and is canonical already', () => {
    fc.assert(
      fc.property(iJson, (value) => {
        const text = canonicalText(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('omits a member that is undefined', () => {
    expect(canonicalText({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, (): number => 1, Symbol('x'), undefined])(
    'a value without a JSON form is refused: %s',
    (value) => {
      expect(() => canonicalText({ value: [value] })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    },
  );

  test('the greatest allowed depth is written, one more is refused by its pointer', () => {
    const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect(canonicalText(nested(LIMITS.jsonDepth + 1))).toBe('['.repeat(65) + ']'.repeat(65));
    const pointer = '/0'.repeat(LIMITS.jsonDepth + 1);
    expect(() => canonicalText(nested(LIMITS.jsonDepth + 2))).toThrow(
      expect.objectContaining({ fields: expect.objectContaining({ pointer }) }),
    );
  });

  test('depth has a limit, so that no document ends the process', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(() => canonicalText(deep)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});

describe('a request digest', () => {
  const request = {
    skill: { name: 'echo', version: '1.0.0', descriptorDigest: sha256Digest('a') },
    inputDigest: sha256Digest('b'),
  };

  test('covers what defines the work, and nothing else', () => {
    const more = { ...request, timeouts: { queueMs: 1 }, skill: { ...request.skill, title: 'Echo' } };
    expect(requestDigestOf(more)).toBe(requestDigestOf(request));
  });

  test('differs when any part of the work differs', () => {
    const other = sha256Digest('c');
    const digests = [
      request,
      { ...request, inputDigest: other },
      { ...request, workspaceDigest: other },
      { ...request, skill: { ...request.skill, name: 'ech' } },
      { ...request, skill: { ...request.skill, version: '1.0.1' } },
      { ...request, skill: { ...request.skill, descriptorDigest: other } },
    ].map(requestDigestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });
});

test('bytes in pieces have the digest of the whole, and more may follow after it was read', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (pieces) => {
      const state = createDigest();
      for (const piece of pieces) {
        state.update(piece);
        state.digest();
      }
      expect(state.digest()).toBe(sha256Digest(Buffer.concat(pieces)));
    }),
  );
});
