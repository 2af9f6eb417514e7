// What is held right now and would be refused under a later contract: each stored value is tried against its schema there.
import { escapeSegment, isJsonObject } from '@dome/contracts/plain';

import { entriesAt, refSpot } from './document.ts';
import type { ContractDocument } from './document.ts';
import { textOf } from './json.ts';
import { messagesOf } from './parts/wire.ts';
import { admits } from './schema/admits.ts';
import { below, placeAt } from './schema/place.ts';
import type { Place } from './schema/place.ts';
import { combined, declaredOf, having, memberOf, restOf } from './schema/shape.ts';

/** A value that an installation holds. */
export interface Held {
  /** Whom it belongs to: `run release-x`, `skill lint@1.0.0`. */
  readonly owner: string;
  /** A message, a document or a bucket, as the contract calls it. */
  readonly name: string;
  readonly value: unknown;
}

export interface Stranded {
  readonly owner: string;
  readonly name: string;
  /** Of the member that is refused; empty for the whole, undefined if the contract no longer has its name. */
  readonly pointer?: string;
}

/** One for each owner and name: the first value that is refused. */
export function strandedBy(head: ContractDocument, held: readonly Held[]): Stranded[] {
  const places = placesByName(head);
  const found = new Map<string, Stranded>();
  for (const { owner, name, value } of held) {
    const key = `${owner} ${name}`;
    const place = places.get(name);
    if (found.has(key)) continue;
    if (place === undefined) found.set(key, { owner, name });
    // What cannot be said for sure is said by the diff.
    else if (admits([place], value) === false) found.set(key, { owner, name, pointer: refusedAt([place], value) });
  }
  return [...found.values()];
}

function placesByName(document: ContractDocument): Map<string, Place> {
  const schemaOf = (path: unknown): Place => placeAt(document, refSpot('asyncapi.yaml', textOf(path) ?? ''));
  return new Map([
    ...messagesOf(document).map(({ name, spot }): [string, Place] => [
      name,
      placeAt(document, { ...spot, pointer: `${spot.pointer}/payload` }),
    ]),
    ...entriesAt(document, '/x-dome-documents').map(([name, { schema }]): [string, Place] => [name, schemaOf(schema)]),
    ...entriesAt(document, '/x-dome-topology/buckets').map(([name, { value }]): [string, Place] => [
      name,
      schemaOf(value),
    ]),
  ]);
}

/** The deepest member that is refused on its own. */
function refusedAt(places: readonly Place[], value: unknown): string {
  const shape = combined(places);
  const children: [string | number, unknown, Place[]][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item, having(shape, 'items').map((place) => below(place, 'items'))])
    : Object.entries(isJsonObject(value) ? value : {}).map(([name, member]) => [
        name,
        member,
        declaredOf(shape).has(name) ? memberOf(shape, name) : restOf(shape),
      ]);
  const [refused] = children.filter(([, child, of]) => of.length > 0 && admits(of, child) === false);
  if (refused === undefined) return '';
  const [name, child, of] = refused;
  return `/${escapeSegment(String(name))}${refusedAt(of, child)}`;
}
