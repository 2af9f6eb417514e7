// The places of a schema that references may lead to. A reference that returns to the same place for the same value
// would never end; one that descends into the value does, because values are finite.
import { unescapeSegment, escapeSegment } from '@dome/contracts';

import { refuse } from './defect.ts';

interface Way {
  readonly keyword: string;
  readonly value: unknown;
}

export class Places {
  readonly #known = new Set<string>();
  /** From a place to the places that concern the same value. */
  readonly #ways = new Map<string, Way[]>();

  add(pointer: string): void {
    this.#known.add(pointer);
  }

  leads(from: string, keyword: string, value: unknown): void {
    const ways = this.#ways.get(from);
    if (ways === undefined) this.#ways.set(from, [{ keyword, value }]);
    else ways.push({ keyword, value });
  }

  /** @throws SchemaRefused */
  check(): void {
    const done = new Set<string>();
    const open = new Set<string>();
    const visit = (place: string): void => {
      if (done.has(place)) return;
      if (open.has(place))
        refuse(place, 'refers to itself for the same value', 'A reference must go down into the value.');
      open.add(place);
      for (const way of this.#ways.get(place) ?? []) for (const next of this.#targets(place, way)) visit(next);
      open.delete(place);
      done.add(place);
    };
    for (const place of this.#ways.keys()) visit(place);
  }

  #targets(from: string, { keyword, value }: Way): string[] {
    const below = `${from}/${keyword}`;
    if (keyword === '$ref') return [this.#resolve(String(value), below)];
    if (Array.isArray(value)) return value.map((_, index) => `${below}/${index}`);
    if (keyword !== 'dependentSchemas') return [below];
    return Object.keys(value ?? {}).map((name) => `${below}/${escapeSegment(name)}`);
  }

  #resolve(reference: string, pointer: string): string {
    const fragment = decoded(reference.slice(1));
    const place = fragment
      ?.split('/')
      .map((segment) => escapeSegment(unescapeSegment(segment)))
      .join('/');
    if (place !== undefined && this.#known.has(place)) return place;
    return refuse(pointer, `leads nowhere: ${reference.slice(0, 256)} is not a schema inside this schema`);
  }
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
