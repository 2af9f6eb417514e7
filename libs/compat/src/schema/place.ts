// A schema where it stands. Several places together mean that a value must satisfy each of them, as with `allOf`.
import { isJsonObject, escapeSegment } from '@dome/contracts/plain';
import type { JsonObject } from '@dome/contracts/plain';

import { refSpot, spotText, contentAt } from '../document.ts';
import type { ContractDocument, Spot } from '../document.ts';
import { canonical, listOf, own } from '../json.ts';
import { isAnnotation, SCHEMA_KEYWORDS } from './vocabulary.ts';

export interface Place {
  readonly document: ContractDocument;
  readonly spot: Spot;
  /** An object, `true` or `false`; anything else is no schema and admits nothing. */
  readonly schema: unknown;
}

export const below = ({ document, spot, schema }: Place, ...names: (string | number)[]): Place => {
  const value = names.reduce<unknown>(
    (node, name) =>
      Array.isArray(node) ? node[Number(name)] : isJsonObject(node) ? own(node, String(name)) : undefined,
    schema,
  );
  return {
    document,
    spot: { ...spot, pointer: spot.pointer + names.map((name) => `/${escapeSegment(String(name))}`).join('') },
    schema: value,
  };
};

export const placeAt = (document: ContractDocument, spot: Spot): Place => ({
  document,
  spot,
  schema: contentAt(document, spot),
});

export const keywordsOf = ({ schema }: Place): JsonObject => (isJsonObject(schema) ? schema : {});

/**
 * Every place that a value must satisfy, with references followed and `allOf` taken apart. A reference that leads nowhere
 * is a place without a schema.
 */
export function conjuncts(places: readonly Place[]): Place[] {
  const found = new Map<string, Place>();
  const add = (place: Place): void => {
    const key = `${spotText(place.spot)} ${isJsonObject(place.schema) ? Object.keys(place.schema).join() : ''}`;
    if (found.has(key)) return;
    found.set(key, place);
    const { $ref: ref, allOf } = keywordsOf(place);
    if (typeof ref === 'string') add(placeAt(place.document, refSpot(place.spot.file, ref)));
    for (const index of listOf(allOf).keys()) add(below(place, 'allOf', index));
  };
  for (const place of places) add(place);
  return [...found.values()];
}

/** Keywords that the judge cannot compare, with the place of each. */
export function unknownKeywords(places: readonly Place[]): Spot[] {
  return places.flatMap((place) =>
    Object.keys(keywordsOf(place))
      .filter((keyword) => !SCHEMA_KEYWORDS.has(keyword))
      .map((keyword) => below(place, keyword).spot),
  );
}

/**
 * A text that two schemas share only if they say the same: without annotations, and with references replaced by what they
 * lead to. A reference back to a schema around it is its distance.
 */
export function fingerprint(places: readonly Place[]): string {
  return places
    .map((place) => canonical(bare(place, [])))
    .toSorted()
    .join('\n');
}

function bare(place: Place, around: readonly string[]): unknown {
  const { schema, document, spot } = place;
  if (!isJsonObject(schema)) return schema === undefined ? 'nothing' : schema;
  const { $ref: ref } = schema;
  if (typeof ref === 'string' && Object.keys(schema).every((key) => key === '$ref' || isAnnotation(key))) {
    const target = placeAt(document, refSpot(spot.file, ref));
    const key = spotText(target.spot);
    const distance = around.toReversed().indexOf(key);
    return distance === -1 ? bare(target, [...around, key]) : { back: distance };
  }
  const entries = Object.entries(schema).filter(([keyword]) => !isAnnotation(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]) => [keyword, bareKeyword(place, { keyword, value }, around)]),
  );
}

function bareKeyword(
  place: Place,
  { keyword, value }: { readonly keyword: string; readonly value: unknown },
  around: readonly string[],
): unknown {
  if (keyword === 'properties' && isJsonObject(value))
    return Object.fromEntries(Object.keys(value).map((name) => [name, bare(below(place, keyword, name), around)]));
  if (keyword === 'items' || keyword === 'additionalProperties') return bare(below(place, keyword), around);
  if (keyword === 'allOf' || keyword === 'oneOf')
    return listOf(value).map((_, index) => bare(below(place, keyword, index), around));
  if (keyword === 'required' || keyword === 'enum') return listOf(value).map(canonical).toSorted();
  return value;
}
