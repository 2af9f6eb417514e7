// A form from the JSON Schema of an input: which field each member gets, what is typed into it, and the value that comes of it.
// Nothing is checked here: the plane knows the schema, and says what is wrong at which member. Pure.
import { escapeSegment, isJsonObject } from '@dome/contracts/portable';
import type { JsonObject } from '@dome/contracts/portable';

import { choicesOf, opened, propertiesOf, typeOfSchema } from './schema-tree.ts';
import type { Schemas } from './schema-tree.ts';

interface Common {
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: string;
  readonly description?: string;
  /** Absent: there is none. */
  readonly byDefault?: { readonly value: unknown };
}

export type Field = Common &
  (
    | { readonly kind: 'text' | 'number' | 'flag' | 'json' }
    | { readonly kind: 'choice'; readonly choices: readonly unknown[] }
    | { readonly kind: 'list'; readonly item: Field }
    | { readonly kind: 'group'; readonly members: readonly Field[] }
  );

/** What is typed: text in a field, of a list each item, of a group each member. */
export type Draft = string | readonly Draft[] | { readonly [name: string]: Draft };

/** Text that was to be JSON and is none. */
export class DraftFault extends Error {
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** Deeper than this is written as JSON. */
const DEPTH_MAX = 3;

export const inputField = (root: JsonObject): Field =>
  fieldOf({ name: '', isRequired: true, schema: root }, { root, open: [] }, 0);

interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: unknown;
}

function fieldOf({ name, isRequired, schema: written }: Member, at: Schemas, depth: number): Field {
  const { schema, within, isCircle } = opened(written, at);
  const { description } = schema;
  const common: Common = {
    name,
    isRequired,
    type: typeOfSchema(schema),
    ...(typeof description === 'string' ? { description } : {}),
    ...('default' in schema ? { byDefault: { value: schema['default'] } } : {}),
  };
  const choices = choicesOf(schema);
  if (choices.length > 0) return { ...common, kind: 'choice', choices };
  const type = typeWithoutNull(schema);
  if (type === 'string') return { ...common, kind: 'text' };
  if (type === 'number' || type === 'integer') return { ...common, kind: 'number' };
  if (type === 'boolean') return { ...common, kind: 'flag' };
  if (isCircle || depth >= DEPTH_MAX || COMBINED.some((key) => key in schema)) return { ...common, kind: 'json' };
  const { items } = schema;
  if (type === 'array' && isJsonObject(items))
    return { ...common, kind: 'list', item: fieldOf({ ...ITEM, schema: items }, within, depth + 1) };
  if (type === 'object' && isListed(schema))
    return {
      ...common,
      kind: 'group',
      members: propertiesOf(schema).map((member) => fieldOf(member, within, depth + 1)),
    };
  return { ...common, kind: 'json' };
}

const ITEM = { name: 'item', isRequired: true };

/** Whoever leaves a field empty means null, or that it is absent. */
function typeWithoutNull({ type, properties }: JsonObject): unknown {
  if (type === undefined && properties !== undefined) return 'object';
  if (!Array.isArray(type)) return type;
  const types: readonly unknown[] = type;
  const others = types.filter((one) => one !== 'null');
  return others.length === 1 ? others[0] : type;
}

const COMBINED = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'patternProperties', 'prefixItems'];

/** Members that the schema does not name have no field. */
function isListed({ properties, additionalProperties: others }: JsonObject): boolean {
  return (
    !isJsonObject(others) && (others === false || (isJsonObject(properties) && Object.keys(properties).length > 0))
  );
}

/** What a field shows before anybody types: the value, or else the default. */
export function draftOf(field: Field, value: unknown = field.byDefault?.value): Draft {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? value : '';
    case 'number':
    case 'flag':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, undefined, 2);
    case 'choice': {
      const text = JSON.stringify(value);
      const at = field.choices.findIndex((choice) => JSON.stringify(choice) === text);
      return at === -1 ? '' : String(at);
    }
    case 'list':
      return Array.isArray(value) ? value.map((item: unknown) => draftOf(field.item, item)) : [];
    case 'group': {
      const given = isJsonObject(value) ? value : {};
      return Object.fromEntries(field.members.map((member) => [member.name, draftOf(member, given[member.name])]));
    }
  }
}

/** Undefined for what is left out. @throws DraftFault */
export function valueOf(field: Field, draft: Draft, pointer = ''): unknown {
  switch (field.kind) {
    case 'list':
      return listValue(field, draft, pointer);
    case 'group':
      return groupValue(field, draft, pointer);
    default:
      return draft === '' || typeof draft !== 'string' ? undefined : typedValue(field, draft, pointer);
  }
}

function typedValue(field: Field, text: string, pointer: string): unknown {
  switch (field.kind) {
    case 'number':
      // What is no number is sent as it is, and the plane says so.
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'flag':
      return text === 'true';
    case 'choice':
      return field.choices[Number(text)];
    case 'json':
      return jsonValue(text, pointer);
    default:
      return text;
  }
}

/** @throws DraftFault */
export function jsonValue(text: string, pointer: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw new DraftFault(pointer, `This is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function listValue({ item, isRequired }: Field & { kind: 'list' }, draft: Draft, pointer: string): unknown {
  const drafts = draftsIn(draft);
  if (drafts.length === 0 && !isRequired) return undefined;
  // An item that was added and left empty is there, and empty: the plane says what it should be.
  return drafts.map((one, at) => valueOf(item, one, `${pointer}/${at}`) ?? '');
}

function groupValue({ members, isRequired }: Field & { kind: 'group' }, draft: Draft, pointer: string): unknown {
  const values = members.flatMap((member) => {
    const value = valueOf(member, draftIn(draft, member), memberPointer(pointer, member));
    return value === undefined ? [] : [[member.name, value] as const];
  });
  return values.length === 0 && !isRequired ? undefined : Object.fromEntries(values);
}

export const memberPointer = (pointer: string, { name }: Field): string => `${pointer}/${escapeSegment(name)}`;

export const draftsIn = (draft: Draft): readonly Draft[] => (isList(draft) ? draft : []);

export function draftIn(draft: Draft, member: Field): Draft {
  return membersIn(draft)[member.name] ?? draftOf(member);
}

export const membersIn = (draft: Draft): { readonly [name: string]: Draft } =>
  typeof draft === 'string' || isList(draft) ? {} : draft;

const isList = (draft: Draft): draft is readonly Draft[] => Array.isArray(draft);

/** The place of every field that is shown, so that a fault finds the one it is about. */
export function pointersOf(field: Field, draft: Draft, pointer = ''): string[] {
  if (field.kind === 'list')
    return [pointer, ...draftsIn(draft).flatMap((one, at) => pointersOf(field.item, one, `${pointer}/${at}`))];
  if (field.kind !== 'group') return [pointer];
  const inner = field.members.flatMap((member) =>
    pointersOf(member, draftIn(draft, member), memberPointer(pointer, member)),
  );
  return [pointer, ...inner];
}
