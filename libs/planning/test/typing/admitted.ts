// Schemas of objects, each with a value that it admits.
import fc from 'fast-check';
import { compileSchema } from '@dome/skill-schema';

interface Admitting {
  readonly schema: unknown;
  readonly values: fc.Arbitrary<unknown>;
}

const NAMES = ['a', 'b', 'c'] as const;

const leaf: fc.Arbitrary<Admitting> = fc.constantFrom<Admitting>(
  { schema: true, values: fc.jsonValue({ maxDepth: 2 }) },
  { schema: {}, values: fc.jsonValue({ maxDepth: 1 }) },
  { schema: { type: 'boolean' }, values: fc.boolean() },
  { schema: { type: 'integer' }, values: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(1e20)) },
  { schema: { type: 'number' }, values: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()) },
  { schema: { type: 'string' }, values: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('a', '3', 'true')) },
  { schema: { type: 'null' }, values: fc.constant(null) },
  { schema: { type: ['string', 'integer'] }, values: fc.oneof(fc.string({ maxLength: 2 }), fc.integer()) },
  { schema: { type: 'string', nullable: true }, values: fc.oneof(fc.constant(null), fc.constant('x')) },
  { schema: { enum: ['a', 1, null, true] }, values: fc.constantFrom('a', 1, null, true) },
  { schema: { const: 2.5 }, values: fc.constant(2.5) },
  { schema: { $ref: '#/$defs/leaf' }, values: fc.integer({ min: 0, max: 2 }) },
  {
    schema: { type: 'array', prefixItems: [{ type: 'string' }] },
    values: fc.constantFrom([], ['x'], ['x', 1], ['x', {}]),
  },
  {
    schema: { type: 'object', patternProperties: { '^a': { type: 'string' } } },
    values: fc.constantFrom({}, { a: 'x' }, { b: 1 }),
  },
);

const admitting = fc.letrec<{ any: Admitting; object: Admitting }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'schema' },
    leaf,
    tie('any').map(({ schema, values }) => ({
      schema: { type: 'array', items: schema },
      values: fc.array(values, { maxLength: 3 }),
    })),
    tie('object'),
    fc.tuple(tie('any'), tie('any'), fc.constantFrom('anyOf', 'oneOf')).map(([one, other, keyword]) => ({
      schema: { [keyword]: [one.schema, other.schema] },
      values: fc.oneof(one.values, other.values),
    })),
    fc.tuple(tie('object'), tie('any')).map(([{ schema, values }, other]) => ({
      schema: { allOf: [schema, { anyOf: [schema, other.schema] }] },
      values,
    })),
  ),
  object: fc
    .tuple(
      fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom<unknown>(false, false, true, undefined, { type: 'integer' }),
      fc.boolean(),
    )
    .map(([members, rest, isRequired]) => {
      const named = members.map((member, index) => [NAMES[index] ?? 'a', member] as const);
      const properties = Object.fromEntries(named.map(([name, { schema }]) => [name, schema]));
      const model = Object.fromEntries(named.map(([name, { values }]) => [name, values]));
      const extra = rest === false ? fc.constant({}) : fc.constantFrom({}, { d: 1 });
      return {
        schema: {
          type: 'object',
          properties,
          ...(rest === undefined ? {} : { additionalProperties: rest }),
          ...(isRequired ? { required: Object.keys(properties) } : {}),
        },
        values: fc
          .tuple(fc.record(model, isRequired ? {} : { requiredKeys: [] }), extra)
          .map(([own, more]) => ({ ...more, ...own })),
      };
    }),
}));

export const schemaAndValue = admitting.object
  .chain(({ schema, values }) =>
    values.map((value) => ({ schema: { ...(schema as object), $defs: { leaf: { type: 'integer' } } }, value })),
  )
  .filter(({ schema, value }) => {
    const compiled = compileSchema(schema);
    return compiled.ok && compiled.check(value).ok;
  });
