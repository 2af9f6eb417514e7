// L11: no schema and no value blocks a process. Each of these took minutes or for ever with a compiler that counts nothing.
// The bound is generous, because without counting they take a thousand times longer.
import { LIMITS } from '@dome/contracts';
import { processorMs } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { compileSchema } from '../src/index.ts';

const BOUND_MS = 2_000;
/** The cost of the longest text for a pattern that reads it once. */
const LINEAR_MS = 30;

/** The verdict, or the error's message. */
function verdict(schema: Record<string, unknown>, value: unknown, boundMs = BOUND_MS): string {
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new Error(`${compiled.defect.pointer} ${compiled.defect.says}`);
  let says = 'holds';
  const spentMs = processorMs(() => {
    const checked = compiled.check(value);
    if (!checked.ok) says = `${checked.fault.pointer} ${checked.fault.says}`;
  });
  expect(spentMs).toBeLessThan(boundMs);
  return says;
}

const of = (a: Record<string, unknown>): Record<string, unknown> => ({ type: 'object', properties: { a } });
const TOO_MUCH = ` cannot be held against the schema in ${LIMITS.schemaSteps} steps`;

describe('a pattern that backtracks', () => {
  const careless = '^([a-z0-9]+[-/]?)+$';
  const nested = '^(a+)+$';
  const long = 'a'.repeat(65_536);

  test.each([careless, nested])('%s reads 64 KiB once', (pattern) => {
    const schema = of({ type: 'string', pattern });
    expect(verdict(schema, { a: `${long}!` }, LINEAR_MS)).toMatch(/^\/a must match pattern/);
    expect(verdict(schema, { a: long }, LINEAR_MS)).toBe('holds');
  });

  test('is detected in the names of members as well', () => {
    const name = `${'a'.repeat(60_000)}!`;
    const named = { type: 'object', patternProperties: { [careless]: { type: 'string' } } };
    expect(verdict({ ...named, additionalProperties: false }, { [name]: 1 })).toContain('is no member');
    const names = { type: 'object', propertyNames: { pattern: nested, type: 'string' } };
    expect(verdict(names, { [name]: 1 })).toMatch(/must match pattern|property name/);
  });

  test.each([
    ['each character is many instructions', '((a|b)?(a|b)?x?){100}$', 'a'.repeat(100_000)],
    ['the engine remembers more and more', '[01]*1[01]{14}x?$', bits(250_000)],
  ])('is stopped if linear is too long: %s', (_, pattern, a) => {
    expect(verdict(of({ type: 'string', pattern }), { a })).toBe(TOO_MUCH);
  });
});

test.each([
  ['url', `http://${':'.repeat(200_000)}!`],
  ['uri', `http://a.${'AAAA'.repeat(50_000)} `],
  ['uri-reference', `http://a${'%41'.repeat(60_000)}\n`],
  ['email', `a@${'a-'.repeat(100_000)}!`],
  ['hostname', 'a-'.repeat(100_000)],
  ['regex', '(a|b)*'.repeat(40_000)],
  ['duration', `P${'1'.repeat(200_000)}`],
  ['byte', 'AAA\n'.repeat(60_000)],
])('the format %s reads its text once, or is stopped', (format, a) => {
  expect(verdict(of({ type: 'string', format }), { a })).toMatch(/must match format|cannot be held|holds/);
});

describe('work that doubles with each level', () => {
  /** Both branches descend into the same member. */
  const both = (keyword: string): Record<string, unknown> => ({
    type: 'object',
    properties: { next: { [keyword]: [{ $ref: '#' }, { $ref: '#' }] } },
  });
  const chain = (levels: number): Record<string, unknown> => {
    let value: Record<string, unknown> = {};
    for (let level = 0; level < levels; level += 1) value = { next: value };
    return value;
  };

  test.each(['anyOf', 'oneOf', 'allOf'])('%s of references to itself', (keyword) => {
    const wrong = { ...chain(0), next: 1 };
    let value: Record<string, unknown> = wrong;
    for (let level = 0; level < 50; level += 1) value = { next: value };
    expect(verdict(both(keyword), keyword === 'allOf' ? chain(50) : value)).toBe(TOO_MUCH);
    expect(verdict(both(keyword), keyword === 'oneOf' ? {} : chain(8))).toBe('holds');
  });

  test('references that stand for twice the next', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => {
        const next = { $ref: `#/$defs/d${n + 1}` };
        return [`d${n}`, n === 39 ? { type: 'string' } : { allOf: [next, next] }];
      }),
    );
    expect(verdict({ ...of({ $ref: '#/$defs/d0' }), $defs: doubling }, { a: 'a' })).toBe(TOO_MUCH);
  });
});

describe('work that grows with the square', () => {
  const objects = Array.from({ length: 20_000 }, (_, n) => ({ name: `n${n}`, at: { n } }));

  test('20,000 objects are told apart, whatever the order of their members', () => {
    const unique = of({ type: 'array', uniqueItems: true });
    expect(verdict(unique, { a: objects })).toBe('holds');
    const last = { at: { n: 19_999 }, name: 'n19999' };
    expect(verdict(unique, { a: [...objects, last] })).toBe('/a must not hold the same item twice');
    expect(verdict(unique, { a: [1, '1', [1], { x: 1 }, null, true, -1] })).toBe('holds');
    expect(verdict(unique, { a: [0, -0] })).toBe('/a must not hold the same item twice');
  });

  test('a large value that each of many items is compared with', () => {
    const large = Array.from({ length: 4_000 }, (_, n) => n);
    const one = of({ type: 'array', items: { enum: [large.toReversed(), large] } });
    expect(verdict(one, { a: [large, large, large] })).toBe('holds');
    const other = [...large.slice(0, -1), -1];
    const none = of({ type: 'array', items: { not: { enum: [other] } } });
    expect(verdict(none, { a: Array.from({ length: 5_000 }, () => large) })).toBe(TOO_MUCH);
  });

  test('many rules for many items', () => {
    const rules = Array.from({ length: 100 }, (_, maximum) => ({ type: 'number', maximum: 1e9 + maximum }));
    const items = Array.from({ length: 50_000 }, (_, n) => n);
    expect(verdict(of({ type: 'array', items: { type: 'number', allOf: rules } }), { a: items })).toBe(TOO_MUCH);
    expect(
      verdict(of({ type: 'array', contains: { anyOf: rules.map((r) => ({ ...r, minimum: 2e9 })) } }), { a: items }),
    ).toBe(TOO_MUCH);
  });

  test('many names for many patterns', () => {
    const patterns = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`^x${n}$`, { type: 'number' }]));
    const members = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`y${n}`, n]));
    expect(verdict({ type: 'object', patternProperties: patterns }, members)).toBe(TOO_MUCH);
  });
});

test('a default does not turn a small value into a large one', () => {
  const item = { type: 'object', properties: { a: { type: 'string', default: 'x'.repeat(10_000) } } };
  const a = Array.from({ length: 50_000 }, () => ({}));
  expect(verdict(of({ type: 'array', items: item }), { a })).toBe(TOO_MUCH);
});

/** The same pseudo-random ones and zeros each time. */
function bits(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state > 1_073_741_824 ? '1' : '0';
  }).join('');
}
