// JSON knows one kind of number and CEL knows two: an integer of JSON becomes an int, so that `failed == 0` and
// `items[0]` mean what they look like. Objects become maps of their own members only.
import type { CelInput } from '@bufbuild/cel';

import { MeteredArray, MeteredMap } from './meter.ts';

export function toCelScope(scope: Readonly<Record<string, unknown>>): Record<string, CelInput> {
  return Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, toCel(value)]));
}

function toCel(value: unknown): CelInput {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return MeteredArray.from(value, (item) => toCel(item));
      return new MeteredMap(
        Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, toCel(member)] as const])),
      );
    default:
      return null;
  }
}
