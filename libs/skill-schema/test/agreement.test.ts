// Counting, limits and another engine must not change the meaning of a schema: for every schema that both accept, the
// verdict and the value with its defaults are those of a stock Ajv.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compileSchema } from '../src/index.ts';

type Schema = Record<string, unknown>;

function stock(schema: Schema): (value: unknown) => { holds: boolean; value: unknown; pointer: string } {
  const ajv = new Ajv2020({
    strict: false,
    allowUnionTypes: true,
    useDefaults: true,
    logger: false,
    validateSchema: false,
    code: { optimize: false },
    // A member called `constructor` is absent unless it was sent.
    ownProperties: true,
  });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    const copy: unknown = structuredClone(value);
    const holds = validate(copy);
    return { holds, value: copy, pointer: validate.errors?.[0]?.instancePath ?? '' };
  };
}

const NAMES = ['a', 'b', 'c', 'ab', 'constructor', 'x/y', '~', '"', "'];", '`${1}`', '\u2028'] as const;
const name = fc.constantFrom(...NAMES);
const scalar = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'ab',
    'ba',
    'aaaa',
    'A-1',
    '2026-11-28',
    'a@example.org',
    'https://example.org/a?b',
    '::1',
    '/a~1b',
  ),
  fc.integer({ min: -3, max: 9 }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));

const pattern = fc.constantFrom(
  '^a',
  'b$',
  '^[a-z]{1,2}$',
  '^(a+)+$',
  'a|b',
  '^a|b$',
  '^$',
  '[^-]',
  '^(?:ab)*$',
  '\\d',
  '^\\w+-\\d$',
  '\\u0061',
  '.',
);
const format = fc.constantFrom(
  'date',
  'email',
  'uri',
  'ipv6',
  'json-pointer',
  'hostname',
  'date-time',
  'uuid',
  'regex',
);
const small = fc.integer({ min: 0, max: 4 });

const { schema } = fc.letrec((tie) => {
  const sub = tie('schema');
  const list = fc.array(sub, { minLength: 1, maxLength: 3 });
  const named = fc.dictionary(name, sub, { maxKeys: 3 });
  const members = fc.record(
    {
      type: fc.oneof(
        fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object'),
        fc.uniqueArray(fc.constantFrom('string', 'number', 'null', 'array', 'object'), { minLength: 1, maxLength: 3 }),
      ),
      enum: fc.array(value, { minLength: 1, maxLength: 4 }),
      const: value,
      default: value,
      pattern,
      format,
      minLength: small,
      maxLength: small,
      minimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 0.5),
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      items: sub,
      prefixItems: list,
      contains: sub,
      minContains: fc.integer({ min: 1, max: 2 }),
      properties: named,
      patternProperties: fc.dictionary(pattern, sub, { maxKeys: 2 }),
      additionalProperties: sub,
      propertyNames: sub,
      required: fc.uniqueArray(name, { maxLength: 2 }),
      dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 1 }),
      dependentSchemas: fc.dictionary(name, sub, { maxKeys: 1 }),
      minProperties: small,
      maxProperties: small,
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: sub,
      if: sub,
      // oxlint-disable-next-line unicorn/no-thenable
      then: sub,
      else: sub,
      unevaluatedProperties: sub,
      unevaluatedItems: sub,
      title: fc.string(),
      description: fc.string(),
    },
    { requiredKeys: [] },
  );
  return {
    schema: fc.oneof(
      { depthSize: 'xsmall', maxDepth: 3 },
      fc.oneof(
        fc.boolean(),
        fc.constant({ $ref: '#/$defs/shared' }),
        fc.record({ type: fc.constant('string'), pattern }),
      ),
      members,
    ),
  };
});

const root = fc
  .tuple(
    schema,
    fc.record({ type: fc.constantFrom('string', 'integer', 'object'), minLength: small }, { requiredKeys: ['type'] }),
  )
  .map(([any, shared]): Schema => ({
    ...(typeof any === 'object' && any !== null ? any : { not: { const: any } }),
    $defs: { shared },
  }));

test('for random schemas and values the verdict is that of a stock Ajv', () => {
  let compared = 0;
  let held = 0;
  fc.assert(
    fc.property(root, fc.array(value, { minLength: 1, maxLength: 8 }), (of, values) => {
      const ours = compileSchema(of);
      if (!ours.ok) return;
      const theirs = stock(of);
      for (const one of values) {
        const expected = theirs(one);
        const checked = ours.check(one);
        compared += 1;
        if (checked.ok) held += 1;
        expect({ holds: checked.ok, of, one }).toEqual({ holds: expected.holds, of, one });
        if (checked.ok) expect(checked.value).toEqual(expected.value);
        else expect(checked.fault.pointer.startsWith(expected.pointer)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(100);
  expect(held).toBeGreaterThan(10);
});
