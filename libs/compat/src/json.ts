// Plain data, as YAML and JSON give it.
import { isJsonObject, segmentsOf, valueAt } from '@dome/contracts/plain';
import type { JsonObject } from '@dome/contracts/plain';

export const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item): item is string => typeof item === 'string');

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const own = (of: JsonObject, name: string): unknown => (Object.hasOwn(of, name) ? of[name] : undefined);

/** The same text for the same value, whatever the order of its members. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      isJsonObject(member)
        ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : member,
    ) ?? 'undefined'
  );
}

export const isSame = (one: unknown, two: unknown): boolean => canonical(one) === canonical(two);

/** The value under a JSON pointer, or undefined. */
export const at = (value: unknown, pointer: string): unknown => valueAt(value, segmentsOf(pointer));
