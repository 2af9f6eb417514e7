// The one law of the judge: where it finds nothing that breaks, whatever one side writes is valid for the other. Another
// validator, which knows nothing of the judge, says what is valid.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readContractDocument } from '@dome/compat';

import { compareSchemas } from '../../src/schema/compare.ts';
import { placeAt } from '../../src/schema/place.ts';
import type { Place } from '../../src/schema/place.ts';
import { undeclared } from './undeclared.ts';
import { schemaPair, valueOf } from './arbitrary.ts';
import type { Schema } from './arbitrary.ts';

const RUNS = 1_000;
const FILE = 'schemas/tried.json';

function placeOf(schema: Schema): Place {
  const texts = new Map([
    ['asyncapi.yaml', 'asyncapi: 3.0.0'],
    [FILE, JSON.stringify(schema)],
  ]);
  return placeAt(readContractDocument('tried', texts), { file: FILE, pointer: '' });
}

const ajv = new Ajv2020({ strict: false, logger: false, meta: false, validateSchema: false });

function validator(schema: Schema): (value: unknown) => boolean {
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return (value) => validate(value);
}

const surface = { name: 'tried', role: 'record', missedBy: 'reader' } as const;

test('whatever one side writes, the other side reads, unless the judge says that it breaks', () => {
  let compatible = 0;
  let tried = 0;
  const law = fc.property(
    schemaPair.chain(([one, two]) =>
      fc.tuple(
        fc.constant(one),
        fc.constant(two),
        fc.array(fc.oneof(valueOf(one), valueOf(two)), { minLength: 6, maxLength: 6 }),
      ),
    ),
    ([one, two, values]) => {
      const findings = compareSchemas(placeOf(one), placeOf(two), surface);
      if (findings.some(({ severity }) => severity === 'breaking')) return;
      compatible += 1;
      const [isOne, isTwo] = [validator(one), validator(two)];
      for (const value of values) {
        if (isOne(value) && !undeclared(one, value)) {
          tried += 1;
          expect(isTwo(value), `written by the older, refused by the newer: ${JSON.stringify(value)}`).toBe(true);
        }
        if (isTwo(value) && !undeclared(two, value))
          expect(isOne(value), `written by the newer, refused by the older: ${JSON.stringify(value)}`).toBe(true);
      }
    },
  );
  fc.assert(law, { numRuns: RUNS });
  // A judge that finds fault with everything would pass, too.
  expect(compatible).toBeGreaterThan(RUNS / 20);
  expect(tried).toBeGreaterThan(RUNS / 20);
});

test('a schema is compatible with itself, and with other words for the same', () => {
  fc.assert(
    fc.property(schemaPair, ([one]) => {
      const described = { ...(one as object), title: 'Tried', description: 'In other words.' };
      expect(compareSchemas(placeOf(one), placeOf(described), surface)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
