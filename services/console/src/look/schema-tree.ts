// A JSON Schema as people read an interface: a node for each member, with what it may be. Pure.
import { isJsonObject, segmentsOf, valueAt } from '@dome/contracts/portable';
import type { JsonObject } from '@dome/contracts/portable';

export interface SchemaNode {
  /** Empty for the whole, `[]` for the items of an array. */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** As JSON. */
  readonly byDefault?: string;
  /** As JSON, each. */
  readonly choices: readonly string[];
  readonly description?: string;
  /** `at least 2`, `matches ^sha256:` */
  readonly limits: readonly string[];
  readonly members: readonly SchemaNode[];
}

export interface Schemas {
  /** The document in which `$ref` points. */
  readonly root: JsonObject;
  /** Definitions that are open already: one that refers to itself is not opened again. */
  readonly open: readonly string[];
}

/** Tuning: nobody reads further down than this. */
const DEPTH_MAX = 12;

export const schemaTree = (root: JsonObject): SchemaNode =>
  nodeOf({ name: '', isRequired: true, schema: root }, { root, open: [] });

interface Named {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: unknown;
}

function nodeOf({ name, isRequired, schema: written }: Named, at: Schemas): SchemaNode {
  const { schema, within, isCircle } = opened(written, at);
  const { description } = schema;
  const members = isCircle || within.open.length > DEPTH_MAX ? [] : membersOf(schema, within);
  return {
    name,
    isRequired,
    type: typeOfSchema(schema),
    choices: choicesOf(schema).map((choice) => JSON.stringify(choice)),
    limits: [...limitsOf(schema), ...(isCircle ? ['as above'] : [])],
    members,
    ...('default' in schema ? { byDefault: JSON.stringify(schema['default']) } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
}

export interface OpenedSchema {
  readonly schema: JsonObject;
  readonly within: Schemas;
  readonly isCircle: boolean;
}

/** The schema itself, or what it refers to; what stands beside `$ref` counts, too. */
export function opened(written: unknown, at: Schemas): OpenedSchema {
  const schema = isJsonObject(written) ? written : {};
  const ref = schema['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#')) return { schema, within: deeper(at, ''), isCircle: false };
  const { $ref: _, ...beside } = schema;
  const target = valueAt(at.root, segmentsOf(decodeURIComponent(ref.slice(1))));
  const isCircle = at.open.includes(ref);
  const inner = isCircle ? { schema: isJsonObject(target) ? target : {}, within: at } : opened(target, deeper(at, ref));
  return { schema: { ...inner.schema, ...beside }, within: inner.within, isCircle };
}

const deeper = ({ root, open }: Schemas, ref: string): Schemas => ({ root, open: [...open, ref] });

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

export function propertiesOf(schema: JsonObject): Named[] {
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(objectOf(schema['properties'])).map(([name, member]) => ({
    name,
    isRequired: required.includes(name),
    schema: member,
  }));
}

function membersOf(schema: JsonObject, at: Schemas): SchemaNode[] {
  const { items, additionalProperties: others } = schema;
  const branches = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((key) => {
    const all: readonly unknown[] = Array.isArray(schema[key]) ? schema[key] : [];
    return all.map((branch, index): Named => ({
      name: `${BRANCH[key]} ${index + 1}`,
      isRequired: true,
      schema: branch,
    }));
  });
  const all: Named[] = [
    ...propertiesOf(schema),
    ...(isJsonObject(items) ? [{ name: '[]', isRequired: true, schema: items }] : []),
    ...(isJsonObject(others) ? [{ name: 'any other name', isRequired: false, schema: others }] : []),
    ...branches,
  ];
  return all.map((one) => nodeOf(one, at)).filter((node) => node.name !== '[]' || isTelling(node));
}

const BRANCH = { allOf: 'and', anyOf: 'any of', oneOf: 'one of' } as const;

/** The type of items stands in that of their array; only more than that needs a line. */
const isTelling = ({ members, description, limits, choices }: SchemaNode): boolean =>
  members.length > 0 || description !== undefined || limits.length > 0 || choices.length > 0;

export function choicesOf(schema: JsonObject): readonly unknown[] {
  const { enum: choices } = schema;
  if (Array.isArray(choices)) return choices;
  return 'const' in schema ? [schema['const']] : [];
}

export function typeOfSchema(schema: JsonObject): string {
  const { type, items } = schema;
  if (type === 'array') return isJsonObject(items) ? `${wrapped(typeOfSchema(items))}[]` : 'array';
  if (Array.isArray(type)) return type.join(' | ');
  if (typeof type === 'string') return type;
  const types = new Set(choicesOf(schema).map((choice) => (choice === null ? 'null' : typeof choice)));
  if (types.size > 0) return [...types].join(' | ');
  return typeof schema['$ref'] === 'string' ? (schema['$ref'].split('/').at(-1) ?? 'any') : 'any';
}

const wrapped = (type: string): string => (type.includes(' ') ? `(${type})` : type);

const LIMIT_WORDS: Readonly<Record<string, string>> = {
  minimum: 'at least',
  exclusiveMinimum: 'more than',
  maximum: 'at most',
  exclusiveMaximum: 'less than',
  multipleOf: 'a multiple of',
  minLength: 'characters, at least',
  maxLength: 'characters, at most',
  pattern: 'matches',
  format: 'format',
  minItems: 'items, at least',
  maxItems: 'items, at most',
  minProperties: 'members, at least',
  maxProperties: 'members, at most',
};

function limitsOf(schema: JsonObject): string[] {
  const said = Object.entries(LIMIT_WORDS).flatMap(([key, words]) => {
    const limit = schema[key];
    return typeof limit === 'number' || typeof limit === 'string' ? [`${words} ${limit}`] : [];
  });
  return schema['uniqueItems'] === true ? [...said, 'all different'] : said;
}
