// What a JSON Schema says of the values that it admits, as far as expressions can tell. Keywords that this does not read only
// narrow what is admitted further, so leaving them out never refuses too much.
import { isJsonObject, segmentsOf, valueAt } from '@dome/contracts';

import { ANY_JSON, join, listWith, mapOf, meet, ofKinds } from './type.ts';
import type { Kind, Type } from './type.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The values that the schema admits. A schema that admits none, and one that is no schema, is not judged here. */
export function schemaType(schema: Schema): Type {
  return new Reading(schema).type(schema) ?? ANY_JSON;
}

const KINDS_OF: Readonly<Record<string, readonly Kind[]>> = {
  array: ['list'],
  boolean: ['bool'],
  integer: ['int', 'double'],
  null: ['null'],
  number: ['int', 'double'],
  object: ['map'],
  string: ['string'],
};

/** References, and schemas inside schemas, that lead from one place to another for the same value. */
const DEPTH_MAX = 64;

class Reading {
  readonly #root: Schema;
  /** Each part is read once, however many ways lead to it. */
  readonly #known = new Map<Schema, Type | undefined>();
  #depth = 0;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** Undefined if nothing is admitted. */
  type(schema: unknown): Type | undefined {
    if (schema === false) return undefined;
    if (!isJsonObject(schema)) return ANY_JSON;
    if (this.#known.has(schema)) return this.#known.get(schema);
    if (this.#depth >= DEPTH_MAX) return ANY_JSON;
    // Whatever refers to a part that is still being read is told nothing.
    this.#known.set(schema, ANY_JSON);
    this.#depth += 1;
    const made = this.#read(schema);
    this.#depth -= 1;
    this.#known.set(schema, made);
    return made;
  }

  #read(schema: Schema): Type | undefined {
    let type: Type = this.#own(schema);
    for (const part of this.#allOf(schema)) {
      const more = this.type(part);
      if (more === undefined) return undefined;
      type = meet(type, more);
    }
    for (const keyword of ['anyOf', 'oneOf']) {
      const any = listIn(schema[keyword]);
      if (any === undefined) continue;
      const admitted = any.flatMap((part) => this.type(part) ?? []);
      if (admitted.length === 0) return undefined;
      type = meet(type, join(admitted));
    }
    return type;
  }

  #allOf(schema: Schema): readonly unknown[] {
    const { $ref } = schema;
    const target = typeof $ref === 'string' ? [this.#target($ref)] : [];
    return [...target, ...(listIn(schema['allOf']) ?? [])];
  }

  /** Anything, if it leads nowhere. */
  #target(reference: string): unknown {
    return reference.startsWith('#') ? (valueAt(this.#root, segmentsIn(reference)) ?? true) : true;
  }

  /** What the schema says itself, without those that it refers to. */
  #own(schema: Schema): Type {
    return { ...this.#map(schema), element: this.#list(schema).element, kinds: new Set(kindsIn(schema)) };
  }

  #map(schema: Schema): Type {
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
    const { additionalProperties: rest = true, patternProperties } = schema;
    // A name that a pattern may cover is not looked up: patterns cost more than they would tell.
    const isOpen = patternProperties !== undefined;
    const typeOfRest = (): Type | undefined => (isOpen ? ANY_JSON : this.type(rest));
    return mapOf({
      member: (name) => (Object.hasOwn(properties, name) ? this.type(properties[name]) : typeOfRest()),
      names: () => Object.keys(properties).filter((name) => properties[name] !== false),
      value: () =>
        join([...Object.values(properties), ...(isOpen ? [true] : [rest])].flatMap((one) => this.type(one) ?? [])),
    });
  }

  #list(schema: Schema): Type {
    const { items = true } = schema;
    const first = listIn(schema['prefixItems']) ?? [];
    return listWith(() => join([...first, items].flatMap((one) => this.type(one) ?? [])));
  }
}

function kindsIn(schema: Schema): readonly Kind[] {
  const { type, enum: values, nullable } = schema;
  const named = typeof type === 'string' ? [type] : (listIn(type) ?? Object.keys(KINDS_OF));
  const kinds = named.flatMap(kindsNamed);
  if (nullable === true) kinds.push('null');
  const only = Object.hasOwn(schema, 'const') ? [schema['const']] : listIn(values);
  if (only === undefined) return kinds;
  const said = new Set(only.flatMap(kindsOfValue));
  const both = kinds.filter((kind) => said.has(kind));
  return both.length === 0 ? ALL : both;
}

const ALL: readonly Kind[] = [...ANY_JSON.kinds];

const kindsNamed = (name: unknown): readonly Kind[] =>
  typeof name === 'string' && Object.hasOwn(KINDS_OF, name) ? (KINDS_OF[name] ?? ALL) : ALL;

/** The type of a value of JSON, without what is in it. */
export const typeOfValue = (value: unknown): Type => ofKinds(...kindsOfValue(value));

function kindsOfValue(value: unknown): readonly Kind[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['list'];
  return KINDS_OF[typeof value] ?? ALL;
}

const listIn = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

function segmentsIn(reference: string): string[] {
  try {
    return segmentsOf(decodeURIComponent(reference.slice(1)));
  } catch {
    // What is no reference leads to the whole schema, which says less than a part of it would.
    return [];
  }
}
