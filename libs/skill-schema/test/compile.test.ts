import { LIMITS } from '@dome/contracts';
import { processorMs } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { compileSchema, invalidValue, schemasCompiled } from '../src/index.ts';

type Schema = Record<string, unknown>;

const of = (a: unknown): Schema => ({ type: 'object', properties: { a } });

function defect(schema: Schema): string {
  const compiled = compileSchema(schema);
  return compiled.ok ? 'compiles' : `${compiled.defect.pointer} ${compiled.defect.says}`;
}

function fault(schema: Schema, value: unknown): string {
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new Error(compiled.defect.says);
  const checked = compiled.check(value);
  return checked.ok ? `holds ${JSON.stringify(checked.value)}` : `${checked.fault.pointer} ${checked.fault.says}`;
}

/** A literal with a member of this name looks like a promise. */
const implies = (part: Schema): Schema => Object.fromEntries(['then'].map((keyword) => [keyword, part]));

const times = (count: number, part: (n: number) => unknown): Schema =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, part(n)]));

describe('an excessive schema is refused by its place, and soon', () => {
  const text = { type: 'string' };
  test.each<[string, Schema, string]>([
    [
      '3,000 properties with a pattern each',
      { properties: times(3_000, (n) => ({ ...text, pattern: `^a${n}$` })) },
      'one pattern too many',
    ],
    [
      '3,000 properties',
      { properties: times(3_000, () => text) },
      '/properties/p255 is one schema too many: a schema holds 256',
    ],
    [
      'a thousand rules and more',
      {
        properties: times(200, () => ({
          ...text,
          minLength: 1,
          maxLength: 9,
          format: 'date',
          enum: ['a'],
          const: 'a',
        })),
        dependentRequired: times(100, () => ['a']),
      },
      'is one rule too many',
    ],
    [
      'an enum of 9,000',
      of({ enum: Array.from({ length: 9_000 }, (_, n) => n) }),
      '/properties/a/enum holds a value too many',
    ],
    [
      'a pattern of 2,000 characters',
      of({ ...text, pattern: 'a'.repeat(2_000) }),
      '/properties/a/pattern is no pattern of RE2: a pattern has at most 1024',
    ],
    [
      'a pattern that is long in a few words',
      of({ ...text, pattern: '((a{50}){10}x?){20}' }),
      'instructions, the limit is 2048',
    ],
    [
      'patterns that are long together',
      { properties: times(10, (n) => ({ ...text, pattern: `a${n}b{1000}` })) },
      'is too much: the patterns of a schema',
    ],
    ['a fold of every letter', of({ ...text, pattern: '(?i)[\\x{80}-\\x{1e900}]' }), '(?i) is for ASCII only'],
    ['many Unicode classes', of({ ...text, pattern: '\\p{Lu}\\p{Nd}\\p{Greek}' }), 'one Unicode class too many'],
  ])('%s', (_, schema, words) => {
    expect(processorMs(() => expect(defect({ type: 'object', ...schema })).toContain(words))).toBeLessThan(500);
  });

  test('the largest allowed schema compiles', () => {
    const large = times(LIMITS.schemaPatterns, (n) => ({ type: ['string', 'null'], pattern: `^[a-z]{1,30}${n}$` }));
    const small = times(30, () => ({
      type: 'object',
      required: ['b'],
      additionalProperties: false,
      properties: { b: {} },
    }));
    const schema = { type: 'object', properties: { ...small, large: { type: 'object', properties: large } } };
    expect(processorMs(() => expect(defect(schema)).toBe('compiles'))).toBeLessThan(2_000);
  });
});

describe('an invalid schema is refused by its place', () => {
  test.each<[string, Schema, string]>([
    ['an unknown keyword', of({ defualt: 1 }), '/properties/a/defualt unknown keyword "defualt"'],
    ['an unknown type', of({ type: 'strin' }), '/properties/a/type must be one of "array"'],
    ['a limit that is no number', of({ type: 'string', maxLength: 'x' }), '/properties/a/maxLength must be integer'],
    [
      'look-ahead',
      of({ type: 'string', pattern: '(?=a)' }),
      '/properties/a/pattern is no pattern of RE2: error parsing regexp',
    ],
    [
      'a back-reference',
      { type: 'object', patternProperties: { '(a)\\1': {} } },
      '/patternProperties/(a)\\1 is no pattern of RE2',
    ],
    ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema names the dialect'],
    [
      'a reference that leads out',
      of({ $ref: 'https://example.org/a' }),
      '/properties/a/$ref does not name a place in the schema',
    ],
    ['a reference that leads nowhere', of({ $ref: '#/$defs/b' }), '/properties/a/$ref leads nowhere'],
    ['a reference to words', { ...of({ $ref: '#/examples/0' }), examples: [{}] }, '/properties/a/$ref leads nowhere'],
    [
      'a circle',
      { ...of({ $ref: '#/$defs/b' }), $defs: { b: { anyOf: [{ $ref: '#/$defs/b' }] } } },
      ' refers to itself for the same value',
    ],
    [
      'a schema with a name of its own inside',
      of({ $id: 'https://example.org/a' }),
      '/properties/a/$id is the name of a schema inside a schema',
    ],
    ['a dynamic reference', of({ $dynamicRef: '#a' }), '/properties/a/$dynamicRef is not supported'],
    ['what is no schema', of(1), '/properties/a must be a schema: an object, true or false'],
    ['our own keyword', of({ 'dome:cost': {} }), 'unknown keyword "dome:cost"'],
  ])('%s', (_, schema, words) => {
    expect(defect(schema)).toContain(words);
  });

  test.each<[string, Schema, string]>([
    ['a misspelt keyword', of({ minLenght: 1 }), '/properties/a/minLenght unknown keyword "minLenght"'],
    ['a format that nothing checks', of({ format: 'date-tiem' }), '/properties/a/format "date-tiem" is a format that'],
    [
      'another dialect',
      { ...of({}), $schema: 'http://json-schema.org/draft-07/schema#' },
      '/$schema names the dialect "http://json-schema.org/draft-07/schema#": schemas are JSON Schema 2020-12',
    ],
  ])('%s is refused by its name', (_, schema, words) => expect(defect(schema)).toContain(words));
});

describe('what the standard allows', () => {
  const text = { type: 'string' };
  test.each<[string, Schema, unknown, unknown]>([
    [
      'one of two members',
      { type: 'object', properties: { url: text, path: text }, anyOf: [{ required: ['url'] }, { required: ['path'] }] },
      { url: 'x' },
      {},
    ],
    [
      'a condition',
      {
        ...of(text),
        if: { properties: { a: { const: 'x' } } },
        ...implies({ required: ['b'] }),
      },
      { a: 'y' },
      { a: 'x' },
    ],
    ['a member that may not be', { type: 'object', not: { required: ['secret'] } }, {}, { secret: 1 }],
    [
      'what one member asks of others',
      { type: 'object', dependentSchemas: { a: { properties: { b: { minLength: 1 } } } } },
      { a: 1, b: 'x' },
      { a: 1, b: '' },
    ],
    ['rules without a type', of({ minimum: 3, prefixItems: [text], maxContains: 2 }), { a: 3 }, { a: 2 }],
    ['a required member that is described nowhere', { type: 'object', required: ['b'] }, { b: 1 }, {}],
    [
      'a name that matches a pattern as well',
      { type: 'object', properties: { ab: {} }, patternProperties: { '^a': text } },
      { ab: 'x' },
      { ab: 1 },
    ],
    [
      'a default that fills nothing',
      { ...of(text), anyOf: [{ properties: { b: { default: 1 } } }] },
      { a: 'x' },
      { a: 1 },
    ],
    [
      'words of others',
      of({ ...text, example: 'x', examples: ['y'], deprecated: true, 'x-order': 1 }),
      { a: 'x' },
      { a: 1 },
    ],
    [
      'its own dialect',
      { ...of(text), $schema: 'https://json-schema.org/draft/2020-12/schema#' },
      { a: 'x' },
      { a: 1 },
    ],
  ])('compiles and is enforced: %s', (_, schema, good, bad) => {
    expect(fault(schema, good)).toContain('holds');
    expect(fault(schema, bad)).not.toContain('holds');
  });
});

test('a schema is compiled once, however many copies of its text there are', () => {
  const schema = of({ type: 'string', title: 'compiled once' });
  const before = schemasCompiled();
  for (let n = 0; n < 600; n += 1)
    expect(fault(n % 2 === 0 ? schema : structuredClone(schema), { a: 'x' })).toContain('holds');
  expect(schemasCompiled() - before).toBe(1);
});

test('two schemas of one name are kept apart', () => {
  const named = (type: string): Schema => ({
    $id: 'https://example.org/input',
    ...of({ type }),
  });
  expect(fault(named('string'), { a: 1 })).toBe('/a must be string');
  expect(fault(named('number'), { a: 1 })).toContain('holds');
});

test('references lead to any place, and down into a tree', () => {
  const tree = {
    type: 'object',
    properties: { 'x/y': { $ref: '#/$defs/a~1b' }, next: { $ref: '#' }, n: { $ref: '#/$defs/n' } },
  };
  const schema = { ...tree, $defs: { 'a/b': { type: 'string' }, n: { type: 'integer' } } };
  expect(fault(schema, { next: { next: { 'x/y': 1 } } })).toBe('/next/next/x~1y must be string');
  expect(fault(schema, { next: { n: 'x' } })).toBe('/next/n must be integer');
});

test('members with the names of inherited properties are members like others', () => {
  const properties = JSON.parse(
    '{"__proto__":{"type":"string"},"constructor":{"type":"string"},"toString":{"type":"string"}}',
  ) as Schema;
  expect(fault({ type: 'object', properties }, {})).toBe('holds {}');
  expect(fault({ type: 'object', properties, required: ['toString'] }, {})).toContain(
    "must have required property 'toString'",
  );
  expect(fault({ type: 'object', properties }, { constructor: 1 })).toBe('/constructor must be string');
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
});

test('defaults are filled into a copy', () => {
  const given = { b: {} };
  const schema = {
    type: 'object',
    properties: { a: { default: 1 }, b: { type: 'object', properties: { c: { default: [] } } } },
  };
  expect(fault(schema, given)).toBe('holds {"b":{"c":[]},"a":1}');
  expect(given).toEqual({ b: {} });
});

test('an error is one sentence, and never repeats all that was sent', () => {
  const check = { code: 'INPUT_INVALID', subject: 'the input of deploy@1.0.0', base: '/tasks/a/input' } as const;
  const closed = { type: 'object', additionalProperties: false, properties: { env: { enum: ['eu', 'us'] } } };
  const compiled = compileSchema(closed);
  if (!compiled.ok) throw new Error(compiled.defect.says);
  const said = (value: unknown): { detail: string; pointer: string | undefined } => {
    const checked = compiled.check(value);
    if (checked.ok) throw new Error('it holds');
    const { message, fields } = invalidValue(check, checked.fault);
    return { detail: message, pointer: fields.pointer };
  };
  expect(said({ env: 'asia' })).toEqual({
    detail: 'the input of deploy@1.0.0 at /tasks/a/input/env must be one of "eu", "us"',
    pointer: '/tasks/a/input/env',
  });
  const huge = said({ ['x'.repeat(200_000)]: 1 });
  expect([huge.detail.length < 2_048, huge.pointer?.length]).toEqual([true, 1_024]);
});
