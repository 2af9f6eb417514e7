// Every way in which a message may break its schema in one place, made from the schema and a good message: a requirement of
// a schema is only worth something if the compiled validator refuses its opposite.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const SCHEMAS = join(import.meta.dirname, '../../../schemas');

type Path = readonly (string | number)[];
type Node = Readonly<Record<string, unknown>>;

export interface Broken {
  readonly path: Path;
  readonly why: string;
  readonly value: unknown;
}

interface Place {
  readonly node: unknown;
  readonly file: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Stands for a member that is left out. */
const ABSENT = Symbol('absent');

/** Each is the good message with one fault, named by its place and by the keyword it breaks. */
export function brokenOnes(schemaFile: string, good: unknown): Broken[] {
  const place = { node: read(schemaFile), file: schemaFile, path: [], value: good };
  return faultsOf(place).map(({ path, why, value }) => ({ path, why, value: put(good, path, value) }));
}

function faultsOf(place: Place): Broken[] {
  const { node, file, path, value } = place;
  if (!isNode(node)) return [];
  if (typeof node['$ref'] === 'string') return faultsOf({ ...place, ...resolved(node['$ref'], file) });
  const parts = Array.isArray(node['allOf']) ? node['allOf'] : [];
  return [
    ...ownFaults(node, value).map(([why, bad]) => ({ path, why, value: bad })),
    ...parts.flatMap((part: unknown) => faultsOf({ ...place, node: part })),
    ...memberFaults(node, place),
  ];
}

function memberFaults(node: Node, { file, path, value }: Place): Broken[] {
  if (Array.isArray(value)) {
    return value
      .slice(0, 1)
      .flatMap((item) => faultsOf({ node: node['items'], file, path: [...path, 0], value: item }));
  }
  if (!isNode(value)) return [];
  const properties = isNode(node['properties']) ? node['properties'] : {};
  const required = Array.isArray(node['required']) ? node['required'].map(String) : [];
  return [
    ...required.map((name) => ({ path: [...path, name], why: 'required', value: ABSENT })),
    ...Object.entries(value).flatMap(([name, member]) => {
      const of = Object.hasOwn(properties, name) ? properties[name] : node['additionalProperties'];
      return faultsOf({ node: of, file, path: [...path, name], value: member });
    }),
  ];
}

function ownFaults(node: Node, value: unknown): (readonly [why: string, bad: unknown])[] {
  const { type, maxLength, minLength, pattern, format, minimum, maximum, maxItems } = node;
  const faults: [string, unknown][] = [];
  const fault = (why: string, bad: unknown): void => void faults.push([why, bad]);
  if (type !== undefined) fault('type', Array.isArray(value) ? {} : [value]);
  // Of an open enum a reader takes any text.
  const isListed = 'enum' in node && node['x-dome-open'] !== true;
  if ('const' in node || isListed) fault('const or enum', 'nobody says that');
  if (typeof maxLength === 'number') fault('maxLength', 'x'.repeat(maxLength + 1));
  if (typeof minLength === 'number' && minLength > 0) fault('minLength', '');
  if (pattern !== undefined) fault('pattern', 'a b\n');
  if (format === 'date-time') {
    fault('format', 'yesterday');
    fault('day of the month', '2026-02-30T12:00:00.000Z');
  }
  if (type === 'integer') fault('integer', 1.5);
  if (typeof minimum === 'number') fault('minimum', minimum - 1);
  if (typeof maximum === 'number') fault('maximum', maximum + 1);
  if (typeof maxItems === 'number' && Array.isArray(value) && value.length > 0)
    fault(
      'maxItems',
      Array.from({ length: maxItems + 1 }, () => value[0]),
    );
  return faults;
}

function put(whole: unknown, path: Path, value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(whole)) return whole.map((item, at) => (at === head ? put(item, rest, value) : item));
  if (!isNode(whole)) return whole;
  const changed = put(whole[head], rest, value);
  return Object.fromEntries(
    Object.entries(whole).flatMap(([name, member]): [string, unknown][] => {
      if (name !== head) return [[name, member]];
      return changed === ABSENT ? [] : [[name, changed]];
    }),
  );
}

function resolved(ref: string, from: string): { node: unknown; file: string } {
  const [name = '', pointer = ''] = ref.split('#');
  const file = name === '' ? from : posix.join(posix.dirname(from), name);
  const node = pointer.split('/').slice(1);
  return { file, node: node.reduce((at: unknown, token) => (isNode(at) ? at[token] : undefined), read(file)) };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8'));
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
