import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { base32, jobIdFor, runIdFor, taskIdempotencyKey } from '../src/derived-ids.ts';
import { asName, asRunId, isDigest, isId, isName } from '../src/ids.ts';
import { digestVectors } from './vectors.ts';

const key = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  .filter((text) => Buffer.byteLength(text) <= 256);
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);

describe('the id of a job', () => {
  test.each(digestVectors.jobIds)('vector: $name', ({ key: given, jobId }) => {
    expect(jobIdFor(given)).toBe(jobId);
  });

  test.each(digestVectors.keysRefused)('no key: $name', ({ key: given }) => {
    expect(() => jobIdFor(given)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  test('keeps the grammar of ids, whatever the key', () => {
    fc.assert(fc.property(key, (given) => isId(jobIdFor(given))));
  });

  test('is the same when derived again from itself, unless it was derived', () => {
    fc.assert(
      fc.property(key, (given) => {
        const jobId = jobIdFor(given);
        if (!jobId.startsWith('j-')) expect(jobId).toBe(given);
        else expect(jobIdFor(jobId)).not.toBe(jobId);
      }),
    );
  });

  test('two keys are two jobs', () => {
    fc.assert(fc.property(key, key, (one, two) => one === two || jobIdFor(one) !== jobIdFor(two)));
  });
});

describe('the id of a run', () => {
  test.each(digestVectors.runIds)('vector: $runId', ({ submission, runId }) => {
    expect(runIdFor(submission)).toBe(runId);
  });

  test('begins with its plan and keeps the grammar', () => {
    fc.assert(
      fc.property(fc.string(), name, fc.string(), fc.nat(), (submitter, plan, idempotencyKey, n) => {
        const runId = runIdFor({ submitter, plan, idempotencyKey, n });
        expect(runId.startsWith(`${plan}-`)).toBe(true);
        expect(isId(runId)).toBe(true);
      }),
    );
  });

  test('parts are kept apart: another split is another run', () => {
    const n = 0;
    const one = runIdFor({ submitter: 'a', plan: 'p', idempotencyKey: 'bc', n });
    expect(runIdFor({ submitter: 'ab', plan: 'p', idempotencyKey: 'c', n })).not.toBe(one);
  });
});

test('the key of a task is its job id, and can be split again', () => {
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 20 }), (taskId, iteration) => {
      const composed = taskIdempotencyKey({ runId: 'r-abcdefgh', taskId, iteration });
      expect(composed.split('_')).toEqual(['r-abcdefgh', taskId, String(iteration)]);
      if (composed.length <= 64) expect(jobIdFor(composed)).toBe(composed);
    }),
  );
});

describe('a name or an id from a stranger', () => {
  const evil = ['', '*', '>', 'a.b', 'a b', 'a\n', 'é', '../x', '-a'.repeat(40), 'a\u0000', '__proto__ ', 'A/b'];

  test.each(evil)('%j is refused with its pointer', (value) => {
    const fault = expect.objectContaining({
      code: 'INVALID_REQUEST',
      fields: expect.objectContaining({ pointer: '/x' }),
    });
    expect(() => asName(value, '/x')).toThrow(fault);
    expect(() => asRunId(value, '/x')).toThrow(fault);
    expect(isDigest(value)).toBe(false);
  });

  test('a name holds no underscore and no upper case; an id may', () => {
    expect([isName('a_b'), isName('Ab'), isName('a-1'), isId('A_b-1')]).toEqual([false, false, true, true]);
  });
});

test('base32 is that of RFC 4648, in lower case and without padding', () => {
  const of = (text: string): string => base32(Buffer.from(text), 64);
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(of)).toEqual(
    ['', 'my', 'mzxq', 'mzxw6', 'mzxw6yq', 'mzxw6ytb', 'mzxw6ytboi'].map((whole, index) =>
      // A last group that is not full is left out: only whole digits of the bytes are given.
      whole.slice(0, Math.floor((index * 8) / 5)),
    ),
  );
});
