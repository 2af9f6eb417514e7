import fc from 'fast-check';
import { isJsonObject } from '@dome/contracts';
import { expect, test } from 'vitest';

import { schemaType } from '../../src/typing/schema-type.ts';
import type { Type } from '../../src/typing/type.ts';

/** Everything that can be asked of a type, two members deep. */
function look(type: Type | undefined, depth = 2): number {
  if (type === undefined || depth === 0) return 1;
  const inside = ['a', '$ref', 'constructor'].map((name) => type.member(name));
  return [...inside, type.element(), type.value(), type.key()].reduce<number>(
    (sum, one) => sum + look(one, depth - 1),
    type.kinds.size + type.names().length,
  );
}

const KEYWORDS = ['type', 'enum', 'const', 'nullable', 'properties', 'additionalProperties', 'patternProperties'];
const PARTS = ['items', 'prefixItems', 'allOf', 'anyOf', 'oneOf', '$ref', '$defs', 'required', 'not'];
const words = fc.constantFrom('object', 'constructor', '__proto__', '#', '#/properties/a', '#/$defs', '#/%', 'a', '');
const anySchema = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    words,
    fc.constantFrom<unknown>(null, true, false, 0, 1e21),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYWORDS, ...PARTS, 'a', '__proto__'), tie('value'), { maxKeys: 5 }),
})).object;

test('whatever stands for a schema is read, whether it is one or not', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      expect(look(isJsonObject(schema) ? schemaType(schema) : undefined)).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

test('a chain of references, a circle of them and one that leads nowhere say nothing', () => {
  const chain = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`d${n}`, { $ref: `#/$defs/d${n + 1}` }]));
  for (const schema of [
    { $ref: '#/$defs/d0', $defs: chain },
    { $ref: '#' },
    { $ref: 'https://elsewhere/schema' },
    { anyOf: [{ $ref: '#' }, { $ref: '#/anyOf/0' }] },
  ]) {
    expect(schemaType(schema).kinds).toContain('string');
    expect(schemaType(schema).member('any')).toBeDefined();
  }
});
