// The law of inputs: one that the skill's schema admits once its expressions have their values is never refused before.
import { isJsonObject } from '@dome/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseExpression } from '../../src/expressions/expression.ts';
import { constantValue } from '../../src/expressions/node.ts';
import { inputMisfits } from '../../src/typing/fit-input.ts';
import { inferType } from '../../src/typing/infer.ts';
import { schemaType, typeOfValue } from '../../src/typing/schema-type.ts';
import { schemaAndValue } from './admitted.ts';

test('an input that will be admitted is not refused, whichever of its values are expressions', () => {
  fc.assert(
    fc.property(schemaAndValue, fc.infiniteStream(fc.nat(5)), ({ schema, value }, choices) => {
      const inputs = new Map<string, unknown>();
      const input = isJsonObject(value) ? withExpressions(value, { choices, inputs, isRoot: true }) : {};
      const types = schemaType({ type: 'object', properties: Object.fromEntries(inputs), additionalProperties: false });
      const found = inputMisfits({
        input: isJsonObject(input) ? input : {},
        skill: { name: 'any', version: '1.0.0', inputSchema: schema, outputSchema: {} },
        given: new Set(),
        templateOf: (whole) => {
          const expression = parseExpression(whole.slice(3, -2).trim());
          const { type } = inferType(expression, () => types);
          return { text: expression.text, type, constant: constantValue(expression.parsed.expr) };
        },
      });
      expect([...found]).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

interface Writing {
  readonly choices: Iterator<number>;
  /** The schemas of the inputs that stand for the values. */
  readonly inputs: Map<string, unknown>;
  readonly isRoot: boolean;
}

function withExpressions(value: unknown, { isRoot, ...rest }: Writing): unknown {
  const choice: number = isRoot ? 5 : rest.choices.next().value;
  const name = `x${rest.inputs.size}`;
  const schema = [{}, { const: value }, { enum: [value, 'other'] }, { type: [...typeNames(value), 'null'] }][choice];
  if (schema !== undefined) {
    rest.inputs.set(name, schema);
    return `\${{ inputs.${name} }}`;
  }
  if (choice === 4 && typeof value === 'boolean') return `\${{ ${value} }}`;
  if (Array.isArray(value)) return value.map((item) => withExpressions(item, { ...rest, isRoot: false }));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withExpressions(member, { ...rest, isRoot: false })]),
  );
}

function typeNames(value: unknown): string[] {
  const { kinds } = typeOfValue(value);
  const names = { list: 'array', map: 'object', string: 'string', bool: 'boolean', null: 'null' };
  const found = Object.entries(names).flatMap(([kind, name]) => ([...kinds].some((one) => one === kind) ? [name] : []));
  return found.length === 0 ? ['number'] : found;
}
