// Data is open for readers, so an undeclared member passes every validator. On the wire of a test it is a finding: what is
// not declared is not sent.
import { isJsonObject } from '@dome/contracts';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../schemas');
const BASE = 'https://dome.dev/schemas/';

type Schema = Readonly<Record<string, unknown>>;
interface Place {
  readonly path: string;
  readonly schema: Schema;
}

const files = new Map<string, Schema>();

/** Pointers of members that the schema at a path below schemas/ does not name, and of values that no open enum lists. */
export function undeclaredMembers(path: string, value: unknown): string[] {
  return [...walk({ path, schema: fileOf(path) }, value, '')];
}

/** `https://dome.dev/schemas/job/started.v1.json` as a path below schemas/. */
export const pathOf = (dataschema: string): string => dataschema.replace(BASE, '');

function* walk(place: Place, value: unknown, pointer: string): Generator<string> {
  const { path, schema } = resolved(place);
  if (isUnlisted(schema, value)) yield pointer;
  if (Array.isArray(value)) {
    const items = schema['items'];
    if (!isJsonObject(items)) return;
    for (const [index, item] of value.entries()) yield* walk({ path, schema: items }, item, `${pointer}/${index}`);
    return;
  }
  if (!isJsonObject(value)) return;
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const others = schema['additionalProperties'];
  for (const [name, member] of Object.entries(value)) {
    const declared = properties[name];
    const inner = Object.hasOwn(properties, name) ? declared : others;
    if (isJsonObject(inner)) yield* walk({ path, schema: inner }, member, `${pointer}/${name}`);
    else if (inner !== true && 'properties' in schema) yield `${pointer}/${name}`;
  }
}

/** A reader takes any value of an open enum, and a writer of ours writes those that it lists. */
function isUnlisted(schema: Schema, value: unknown): boolean {
  const listed = schema['enum'];
  return schema['x-dome-open'] === true && Array.isArray(listed) && !listed.includes(value);
}

function resolved({ path, schema }: Place): Place {
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return { path, schema };
  const [file = '', pointer = ''] = ref.split('#');
  const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file));
  let node: unknown = fileOf(target);
  for (const token of pointer.split('/').slice(1)) node = isJsonObject(node) ? node[token] : undefined;
  if (!isJsonObject(node)) throw new Error(`${path}: ${ref} leads nowhere`);
  return resolved({ path: target, schema: node });
}

function fileOf(path: string): Schema {
  const known = files.get(path);
  if (known !== undefined) return known;
  const parsed: unknown = JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const schema = isJsonObject(parsed) ? parsed : {};
  files.set(path, schema);
  return schema;
}
