// Pairs of schemas and values of the first: what a property of the judge is tried on.
import fc from 'fast-check';

export type Schema = Record<string, unknown> | boolean;

const names = ['a', 'b', 'c'] as const;
const scalars: readonly unknown[] = ['x', 'yy', '', 0, 1, 2.5, -3, true, false, null];

const limits = (kind: string, max: number): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({ [`min${kind}`]: fc.nat({ max }), [`max${kind}`]: fc.nat({ max }) }, { requiredKeys: [] });

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.tuple(limits('Length', 3), fc.constantFrom({}, { pattern: '^x' }, { pattern: 'y$' })).map(([limit, pattern]) => ({
    type: 'string',
    ...limit,
    ...pattern,
  })),
  fc
    .tuple(fc.constantFrom('integer', 'number', ['integer', 'null']), limits('imum', 3))
    .map(([type, limit]) => ({ type, ...limit })),
  fc.constantFrom<Schema>({ type: 'boolean' }, { type: 'null' }, {}, true, false, { type: ['string', 'boolean'] }),
  fc.uniqueArray(fc.constantFrom(...scalars), { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
  fc.constantFrom(...scalars).map((value) => ({ const: value })),
  fc
    .uniqueArray(fc.constantFrom('x', 'yy', 'z'), { minLength: 1, maxLength: 3 })
    .map((values) => ({ type: 'string', enum: values })),
  fc.constant<Schema>({ $ref: '#/$defs/shared' }),
);

const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: leaf, weight: 3 },
    { arbitrary: objectOf(tie('schema')), weight: 3 },
    {
      arbitrary: fc
        .tuple(tie('schema'), limits('Items', 2))
        .map(([items, limit]) => ({ type: 'array', items, ...limit })),
      weight: 1,
    },
    { arbitrary: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })), weight: 1 },
    { arbitrary: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })), weight: 1 },
  ),
}));

function objectOf(inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  const member = fc.tuple(fc.constantFrom(...names), inner, fc.boolean());
  const others = fc.oneof(fc.constant(undefined), fc.boolean(), inner);
  return fc
    .tuple(fc.array(member, { maxLength: 3 }), others, limits('Properties', 3), fc.nat(9))
    .map(([members, rest, limit, luck]) => {
      const properties = Object.fromEntries(members.map(([name, value]) => [name, value]));
      const required = [...new Set(members.filter(([, , isRequired]) => isRequired).map(([name]) => name))];
      return {
        type: 'object',
        ...(members.length > 0 || luck > 5 ? { properties } : {}),
        ...(required.length > 0 ? { required } : {}),
        ...(rest === undefined ? {} : { additionalProperties: rest }),
        ...(luck > 7 ? limit : {}),
      };
    });
}

const whole = fc.tuple(schema, schema).map(([root, shared]) => ({ allOf: [root], $defs: { shared: cut(shared) } }));

/** A definition refers to nothing, so that no value is without end. */
function cut(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(cut);
  if (typeof node !== 'object' || node === null) return node;
  if ('$ref' in node) return { type: 'integer' };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, cut(value)]));
}

/** Two schemas: strangers, or one and an edit of it, because strangers have little in common. */
export const schemaPair: fc.Arbitrary<readonly [Schema, Schema]> = fc.oneof(
  { arbitrary: fc.tuple(whole, whole), weight: 1 },
  {
    arbitrary: fc
      .tuple(whole, fc.array(fc.tuple(fc.nat(), schema, fc.nat(9)), { minLength: 1, maxLength: 2 }))
      .map(
        ([one, edits]) =>
          [one, edits.reduce<Schema>((now, [at, other, how]) => edited(now, { at, other, how }), one)] as const,
      ),
    weight: 4,
  },
);

interface Edit {
  readonly at: number;
  readonly other: Schema;
  readonly how: number;
}

/** Removes, or replaces, one of the nodes of a schema, counted from the root. */
function edited(root: Schema, { at, other, how }: Edit): Schema {
  const copy = structuredClone(root);
  const spots: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (!Array.isArray(node)) spots.push([node as Record<string, unknown>, key]);
      walk(value);
    }
  };
  walk(copy);
  const spot = spots[at % Math.max(1, spots.length)];
  if (spot === undefined) return copy;
  const [parent, key] = spot;
  if (key === 'allOf' || key === '$defs' || key === 'shared') return copy;
  const isSchema = typeof parent[key] === 'object' && !Array.isArray(parent[key]) && key !== 'properties';
  if (typeof parent[key] === 'number') parent[key] = Math.max(0, parent[key] + (how > 4 ? 1 : -1));
  else if (key === 'properties' && how > 4) (parent[key] as Record<string, unknown>)['c'] = cut(other);
  else if (isSchema && how > 4) parent[key] = cut(other);
  else if (how > 2) delete parent[key];
  return copy;
}

/** A value that a schema might mean; whoever takes it checks whether it does. */
export function valueOf(root: Schema): fc.Arbitrary<unknown> {
  return guess(root, root as Record<string, unknown>, 4);
}

const anything = fc.oneof(
  fc.constantFrom(...scalars, 'xy', 'xyy', 3),
  fc.constantFrom<unknown>([], {}, [1], { a: 1 }, { c: 'x' }),
);

function guess(node: unknown, root: Record<string, unknown>, depth: number): fc.Arbitrary<unknown> {
  if (typeof node !== 'object' || node === null || depth === 0) return anything;
  const of = node as Record<string, unknown>;
  const inner = (value: unknown): fc.Arbitrary<unknown> => guess(value, root, depth - 1);
  if (typeof of['$ref'] === 'string') return inner((root['$defs'] as Record<string, unknown>)['shared']);
  if (Array.isArray(of['enum'])) return fc.constantFrom(...(of['enum'] as unknown[]));
  if ('const' in of) return fc.constant(of['const']);
  for (const key of ['allOf', 'oneOf']) {
    const branches = of[key];
    if (Array.isArray(branches) && branches.length > 0)
      return fc.oneof(...branches.map((branch) => guess(branch, root, depth)));
  }
  if (of['type'] === 'array') return fc.array(inner(of['items']), { maxLength: 3 });
  if (of['type'] !== 'object') return anything;
  const properties = (of['properties'] ?? {}) as Record<string, unknown>;
  const members = Object.fromEntries(
    names.map((name) => [name, inner(properties[name] ?? of['additionalProperties'])] as const),
  );
  const required = (of['required'] ?? []) as string[];
  return fc.record(members, { requiredKeys: required.filter((name) => name in members) });
}
