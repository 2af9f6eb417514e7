// The cost of one visit of a part of a schema, from the part alone: a fixed amount for any value, plus an amount for
// each item, member and character of it. Anything below the value is visited separately and pays for itself.
import { canonicalText } from '@dome/contracts';

import type { Meter } from './meter.ts';

export interface Cost {
  readonly visit: number;
  readonly item: number;
  readonly member: number;
  /** Many characters are read in one step. */
  readonly char: number;
}

type Part = Readonly<Record<string, unknown>>;

export function costOf(part: Part): Cost {
  const count = (keyword: string): number => sizeOf(part[keyword]);
  const has = (...keywords: string[]): number => keywords.filter((keyword) => Object.hasOwn(part, keyword)).length;
  const branches = count('allOf') + count('anyOf') + count('oneOf') + count('dependentSchemas');
  const lists = count('properties') + count('required') + count('dependentRequired') + count('prefixItems');
  const values = (textOf(part['enum']) + textOf(part['const'])) / 16;
  return {
    visit: Math.ceil(VISIT + BRANCH * (branches + has('not', 'if', '$ref')) + lists / 4 + values + defaultsOf(part)),
    item: has('items', 'contains', 'unevaluatedItems'),
    member:
      count('patternProperties') +
      has('additionalProperties', 'propertyNames', 'unevaluatedProperties', 'minProperties', 'maxProperties') +
      (has('unevaluatedProperties') > 0 ? branches : 0),
    char: has('minLength', 'maxLength') / 16,
  };
}

const VISIT = 2;
/** A refused branch leaves an error behind. */
const BRANCH = 5;

const sizeOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.keys(value).length : 0;

const textOf = (value: unknown): number => (value === undefined ? 0 : canonicalText({ value }).length);

/** A default is built anew for each value that lacks it. */
function defaultsOf({ properties }: Part): number {
  if (typeof properties !== 'object' || properties === null) return 0;
  return Object.values(properties).reduce<number>(
    (sum, one) => sum + (typeof one === 'object' && one !== null && 'default' in one ? textOf(one.default) : 0),
    0,
  );
}

/** @throws OutOfSteps */
export function charge(value: unknown, { visit, item, member, char }: Cost, meter: Meter): void {
  if (typeof value === 'string') meter.spend(visit + char * value.length);
  else if (Array.isArray(value)) meter.spend(visit + item * value.length);
  else if (member > 0 && typeof value === 'object' && value !== null)
    meter.spend(visit + member * Object.keys(value).length);
  else meter.spend(visit);
}
