import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { LIMITS } from '../src/limits.ts';
import { lockHash, lockKeyFor, readLockKey } from '../src/lock-key.ts';

describe('the key of a lock', () => {
  const input = { repo: 'checkout', at: { branch: 'main', 'pull-request': 7 }, list: ['a'], dry: false };

  test.each([
    ['deploy', 'deploy'],
    ['repo:${input.repo}', 'repo:checkout'],
    ['${input.at.branch}/${input.at.pull-request}', 'main/7'],
    ['${ input.dry }', 'false'],
    ['a $ b } {', 'a $ b } {'],
    ['first of ${input.list.0}', 'first of a'],
  ])('%s', (template, key) => {
    expect(lockKeyFor(template, input)).toBe(key);
  });

  test.each(['${', '${}', '${input}', '${input.}', '${input.a b}', '${inputs.a}', '${{ input.a }}', '${input.a + 1}'])(
    '%s is no template',
    (template) => {
      expect(readLockKey(template)).toMatchObject({ ok: false });
      expect(() => lockKeyFor(template, input)).toThrow('The lock key');
    },
  );

  test.each([
    ['${input.none}', '/none'],
    ['${input.at}', '/at'],
    ['${input.list}', '/list'],
    ['${input.at.branch.length}', '/at/branch/length'],
    ['${input.constructor.name}', '/constructor/name'],
  ])('%s needs a plain value of the input', (template, pointer) => {
    expect(() => lockKeyFor(template, input)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', fields: expect.objectContaining({ pointer }) }),
    );
  });

  test('is bounded and readable, whatever the input holds', () => {
    for (const repo of ['', 'x'.repeat(LIMITS.lockKeyBytes + 1), 'a\nb', 'a\u202eb'])
      expect(() => lockKeyFor('${input.repo}', { repo })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    expect(lockKeyFor('${input.repo}', { repo: 'x'.repeat(LIMITS.lockKeyBytes) })).toHaveLength(LIMITS.lockKeyBytes);
  });

  test('text without a reference stands for itself', () => {
    const plain = fc.string({ minLength: 1, maxLength: 60 }).filter((text) => !text.includes('${'));
    fc.assert(
      fc.property(plain, (text) => {
        if (readLockKey(text).ok) expect(lockKeyFor(text, {})).toBe(text);
      }),
    );
  });

  test('another name has another hash, and a hash fits a subject', () => {
    expect(lockHash('a')).not.toBe(lockHash('b'));
    expect(lockHash('any lock, with / and .')).toMatch(/^[0-9a-f]{64}$/);
  });
});
