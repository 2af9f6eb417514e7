// What several places together say of a value, keyword by keyword.
import { isJsonObject } from '@dome/contracts/plain';

import { canonical, isSame, listOf, own, objectOf, textsOf } from '../json.ts';
import { below, conjuncts, keywordsOf } from './place.ts';
import type { Place } from './place.ts';
import { OPEN_ENUM } from './vocabulary.ts';

/** JSON's types, with numbers split in two: every value has exactly one. */
export const VALUE_TYPES = ['null', 'boolean', 'integer', 'fraction', 'string', 'array', 'object'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export function typeOf(value: unknown): ValueType | undefined {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isJsonObject(value)) return 'object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  return typeof value === 'string' || typeof value === 'boolean' ? (typeof value as 'string' | 'boolean') : undefined;
}

/** References followed, `allOf` taken apart; what a value must satisfy is each of the places. */
export interface Shape {
  readonly places: readonly Place[];
}

export const combined = (places: readonly Place[]): Shape => ({ places: conjuncts(places) });

/** The places that have the keyword. */
export const having = ({ places }: Shape, keyword: string): Place[] =>
  places.filter((place) => own(keywordsOf(place), keyword) !== undefined);

/** The place of a keyword, or where it would stand. */
export function placeOf(shape: Shape, keyword: string): Place {
  const place =
    having(shape, keyword)[0] ?? shape.places.find(({ schema }) => isJsonObject(schema) && !('$ref' in schema));
  return below(place ?? (shape.places[0] as Place), keyword);
}

export function typesOf({ places }: Shape): Set<ValueType> {
  const types = new Set<ValueType>(VALUE_TYPES);
  for (const place of places) {
    if (place.schema !== true && !isJsonObject(place.schema)) types.clear();
    const { type } = keywordsOf(place);
    if (type === undefined) continue;
    const named = Array.isArray(type) ? textsOf(type) : [type];
    const kept = new Set(named.flatMap((name) => (name === 'number' ? ['integer', 'fraction'] : [name])));
    for (const each of VALUE_TYPES) if (!kept.has(each)) types.delete(each);
  }
  return types;
}

export interface Enumerated {
  readonly place: Place;
  readonly values: readonly unknown[];
  readonly isOpen: boolean;
}

/** Each enum and const among the places. */
export function enumerations(shape: Shape): Enumerated[] {
  const enums = having(shape, 'enum').map((place) => ({
    place: below(place, 'enum'),
    values: listOf(keywordsOf(place)['enum']),
    isOpen: keywordsOf(place)[OPEN_ENUM] === true,
  }));
  const constants = having(shape, 'const').map((place) => ({
    place: below(place, 'const'),
    values: [keywordsOf(place)['const']],
    isOpen: false,
  }));
  return [...enums, ...constants];
}

/** The values that all enumerations share; undefined if there is none. */
export function valuesOf(shape: Shape): readonly unknown[] | undefined {
  const [first, ...others] = enumerations(shape);
  return first?.values.filter((value) => others.every(({ values }) => values.some((other) => isSame(other, value))));
}

export function requiredOf(shape: Shape): Set<string> {
  return new Set(having(shape, 'required').flatMap((place) => textsOf(keywordsOf(place)['required'])));
}

/** The members that some place declares. */
export function declaredOf(shape: Shape): Set<string> {
  return new Set(
    having(shape, 'properties').flatMap((place) => Object.keys(objectOf(keywordsOf(place)['properties']))),
  );
}

/** What the places say of one member; an empty list means that they say nothing of it. */
export function memberOf(shape: Shape, name: string): Place[] {
  return shape.places.flatMap((place) => {
    const declared = own(objectOf(keywordsOf(place)['properties']), name);
    if (declared !== undefined) return [below(place, 'properties', name)];
    return own(keywordsOf(place), 'additionalProperties') === undefined ? [] : [below(place, 'additionalProperties')];
  });
}

/** What the places say of members that none of them declares. */
export const restOf = (shape: Shape): Place[] =>
  having(shape, 'additionalProperties').map((place) => below(place, 'additionalProperties'));

/** The greatest or the least value of a keyword that bounds; undefined where nothing bounds. */
export function boundOf(shape: Shape, keyword: string): number | undefined {
  const found = having(shape, keyword)
    .map((place) => keywordsOf(place)[keyword])
    .filter((value) => typeof value === 'number');
  if (found.length === 0) return undefined;
  return keyword.startsWith('min') ? Math.max(...found) : Math.min(...found);
}

/** The texts of a keyword among the places, such as every pattern. */
export const textsAmong = (shape: Shape, keyword: string): Set<string> =>
  new Set(having(shape, keyword).map((place) => canonical(keywordsOf(place)[keyword])));
