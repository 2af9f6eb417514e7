// The author of a document is never shown a pattern.
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { checkDocument } from '../src/index.ts';
import { COMMON_TEXTS, PATTERN_TEXTS } from '../src/pattern-texts.ts';

const schema = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../schemas/${name}.json`, import.meta.url), 'utf8'));

interface Found {
  readonly name: string;
  readonly pattern: string;
}

function patternsIn(value: unknown, name = ''): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'pattern' in value && typeof value.pattern === 'string' ? [{ name, pattern: value.pattern }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, member]) => patternsIn(member, key))];
}

test('every pattern of a document that people write has a description and an example that matches', () => {
  const written = ['plan', 'policy', 'access', 'environment', 'skill-manifest'].flatMap((name) =>
    patternsIn(schema(name)),
  );
  expect(written.length).toBeGreaterThan(5);
  for (const { pattern } of written) {
    expect(PATTERN_TEXTS, pattern).toHaveProperty([pattern]);
    expect(PATTERN_TEXTS[pattern]?.example).toMatch(new RegExp(pattern, 'u'));
  }
  const common = patternsIn(schema('common'));
  expect(common.map(({ name }) => name).toSorted()).toEqual(Object.keys(COMMON_TEXTS).toSorted());
  for (const { name, pattern } of common) expect(COMMON_TEXTS[name]?.example).toMatch(new RegExp(pattern, 'u'));
});

const plan = (task: object, more: object = {}): unknown => ({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'a',
  version: '1.0.0',
  ...more,
  tasks: { a: { uses: 'x@1', ...task } },
});

test.each([
  [
    plan({ timeouts: { execution: '1h30m' } }),
    '/tasks/a/timeouts/execution must be a duration: a whole number and one unit of ms, s, m, h, d, such as 90m',
  ],
  [plan({ timeouts: { execution: 'PT15M' } }), 'such as 90m'],
  [plan({ timeouts: { execution: '90' } }), 'such as 90m'],
  [
    plan({ timeouts: { execution: 90 } }),
    '/tasks/a/timeouts/execution must be a duration: a whole number and one unit',
  ],
  [plan({ uses: 'lint' }), '/tasks/a/uses must be a name and a range of versions, such as lint@^1'],
  [
    plan({ pool: 'GPU' }),
    '/tasks/a/pool must be a name: small letters, digits and hyphens, at most 40 characters, such as unit-test',
  ],
  [plan({}, { version: 1.1 }), '/version must be a version of three numbers, as text, such as 1.2.0'],
])('%# a text that does not match is described in words', (document, words) => {
  expect(() => checkDocument('Plan', document)).toThrow(words);
  expect(() => checkDocument('Plan', document)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('pattern') }),
  );
});
