// JSON knows one kind of number and CEL knows two: an integer of JSON becomes an int, so that `failed == 0` and
// `items[0]` mean what they look like. Objects become maps of their own members only.
import type { CelInput } from '@bufbuild/cel';

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
      if (Array.isArray(value)) return value.map((item) => toCel(item));
      return new Map(
        Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, toCel(member)] as const])),
      );
    default:
      return null;
  }
}

/** The length of the longest list or map anywhere in the value; at least 1. */
export function longestCollection(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const members = Array.isArray(value) ? value : Object.values(value);
  return members.reduce<number>((longest, member) => Math.max(longest, longestCollection(member)), members.length || 1);
}
