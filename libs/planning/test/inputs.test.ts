import { describe, expect, test } from 'vitest';

import { checkInputs } from '../src/inputs.ts';
import { readPlan } from '../src/read-plan.ts';
import { PLAN, POLICY } from '@dome/testkit';

const read = (plan: string) => readPlan({ plan, policy: POLICY, needsPolicy: true });

describe('inputs', () => {
  const schema = { type: 'object', required: ['a'], properties: { a: { type: 'integer' }, b: { default: 1 } } };

  test('get their defaults, and the argument stays', () => {
    const given = { a: 1 };
    expect(checkInputs(schema, given)).toEqual({ a: 1, b: 1 });
    expect(given).toEqual({ a: 1 });
  });

  test('are refused with the pointer', () => {
    expect(() => checkInputs(schema, { a: 'x' })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', fields: expect.objectContaining({ pointer: '/inputs/a' }) }),
    );
    expect(() => checkInputs(undefined, { a: 1 })).toThrow(/takes no inputs/);
  });

  test('are all refused at once: what is missing, what does not fit, and what is none', () => {
    const closed = {
      ...schema,
      properties: { ...schema.properties, level: { enum: ['low', 'high'] } },
      additionalProperties: false,
    };
    expect(() => checkInputs(closed, { levl: 'low', level: 'medium', b: 1 })).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({
          faults: [
            {
              document: 'inputs',
              pointer: '/inputs/a',
              message: '/inputs/a is missing',
              hint: 'Give it with -i a=VALUE.',
            },
            {
              document: 'inputs',
              pointer: '/inputs/levl',
              message: '/inputs/levl is no input of the plan; did you mean level?',
            },
            { document: 'inputs', pointer: '/inputs/level', message: '/inputs/level must be one of "low", "high"' },
          ],
        }),
      }),
    );
    const together = { type: 'object', properties: { a: {}, b: {} }, dependentRequired: { a: ['b'] } };
    expect(() => checkInputs(together, { a: 1 })).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({ faults: [expect.objectContaining({ document: 'inputs' })] }),
      }),
    );
    expect(() => checkInputs(undefined, { a: 1 })).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({ faults: [expect.objectContaining({ pointer: '/inputs/a' })] }),
      }),
    );
  });

  test('a pattern that would take exponential time is harmless', () => {
    const evil = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    expect(() => checkInputs(evil, { a: `${'a'.repeat(5_000)}!` })).toThrow(/must match pattern/);
  });

  test('each pattern is independent, and equal items are found whatever the order of their members', () => {
    const properties = { a: { type: 'string', pattern: '^a' }, b: { type: 'string', pattern: '^b' } };
    const two = { type: 'object', properties: { ...properties, c: { type: 'array', uniqueItems: true } } };
    expect(checkInputs(two, { a: 'a', b: 'b', c: [1, '1', { x: 1 }] })).toEqual({
      a: 'a',
      b: 'b',
      c: [1, '1', { x: 1 }],
    });
    expect(() => checkInputs(two, { a: 'a', b: 'a' })).toThrow(/\/inputs\/b must match pattern "\^b"/);
    const same = [
      { x: 1, y: 2 },
      { y: 2, x: 1 },
    ];
    expect(() => checkInputs(two, { c: same })).toThrow(/\/inputs\/c must not hold the same item twice/);
  });

  const long = Array.from({ length: 30_000 }, (_, n) => n);
  /** Each name stands for twice the one after it. */
  const doubling = Object.fromEntries(
    long.slice(0, 40).map((n) => {
      const next = { $ref: `#/$defs/d${n + 1}` };
      return [`d${n}`, n === 39 ? { type: 'string' } : { allOf: [next, next] }];
    }),
  );
  const of = (a: object): Record<string, unknown> => ({ type: 'object', properties: { a } });
  test.each<[string, Record<string, unknown>, unknown, RegExp]>([
    [
      'a pattern that is long in a few words',
      of({ pattern: '((a|b)?(a|b)?x?){100}$' }),
      'a'.repeat(100_000),
      /cannot be held against the schema in 1000000 steps/,
    ],
    ['references upon references', { ...of({ $ref: '#/$defs/d0' }), $defs: doubling }, 'a', /cannot be held/],
    [
      'a large schema for many items',
      of({ items: { allOf: long.slice(0, 250).map((maximum) => ({ maximum: 1e6 + maximum })) } }),
      long,
      /cannot be held/,
    ],
    ['more than a run may hold', of({}), 'a'.repeat(300_000), /the limit is 262144/],
  ])('excessive work is refused before it is done: %s', { timeout: 10_000 }, (_, bad, a, words) => {
    expect(() => checkInputs(bad, { a })).toThrow(words);
  });

  test('many equal items of any kind are found in one pass', { timeout: 10_000 }, () => {
    expect(() => checkInputs(of({ uniqueItems: true }), { a: long })).not.toThrow();
  });

  test('a schema of inputs may use the whole standard, and a misspelt keyword is refused', () => {
    const inputs = (member: string) =>
      PLAN.replace('patch: { type: string }', `patch: { type: string }\n    ${member}`);
    const either = PLAN.replace('  required: [patch]', '  anyOf: [{ required: [patch] }, { required: [level] }]');
    expect(either).toContain('anyOf');
    expect(() => read(either)).not.toThrow();
    expect(() => read(inputs('a: {minimum: 3, example: 4}'))).not.toThrow();
    expect(() => read(inputs('a: {minimun: 3}'))).toThrow(/plan 10:9: .*unknown keyword "minimun"/);
  });

  test.each([
    ['a: {allOf: [{$ref: "#/properties/a"}]}', /refers to itself for the same value/],
    ['a: {$ref: "#/$defs/none"}', /leads nowhere/],
    ['a: {pattern: "(?=a)"}', /plan 10:9: \/inputs\/properties\/a\/pattern is no pattern of RE2/],
    ['a: {$ref: "https://example.org/a"}', /does not name a place in the schema/],
  ])('a schema of inputs whose cost cannot be bounded is refused: %s', (member, words) => {
    const plan = PLAN.replace('patch: { type: string }', `patch: { type: string }\n    ${member}`);
    expect(() => read(plan)).toThrow(words);
  });
});
