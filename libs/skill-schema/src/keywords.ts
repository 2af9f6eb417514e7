// Two keywords of our own: one that counts the cost in a prepared schema, and a `uniqueItems` in linear time, because
// the stock one compares all items with each other.
import { _ } from 'ajv/dist/2020.js';
import type { Ajv2020, KeywordCxt } from 'ajv/dist/2020.js';

import { charge } from './cost.ts';
import type { Cost } from './cost.ts';
import type { Meter } from './meter.ts';
import { COST } from './prepare.ts';
import { areUnique } from './unique.ts';

export function addMeteredKeywords(ajv: Ajv2020, meter: Meter): void {
  const paid = (value: unknown, cost: Cost): void => charge(value, cost, meter);
  const unique = (items: readonly unknown[]): boolean => areUnique(items, meter);
  ajv.addKeyword({
    keyword: COST,
    schemaType: 'object',
    // The first of all keywords, so that a value that another keyword refuses, or loops over, has been paid for.
    before: '$dynamicAnchor',
    code({ gen, data, schema }: KeywordCxt) {
      const cost: Cost = schema;
      gen.code(_`${gen.scopeValue('func', { ref: paid })}(${data}, ${gen.scopeValue('obj', { ref: cost })})`);
    },
  });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not hold the same item twice' },
    code(cxt: KeywordCxt) {
      const { gen, data } = cxt;
      if (cxt.schema === true) cxt.fail(_`!${gen.scopeValue('func', { ref: unique })}(${data})`);
    },
  });
}
