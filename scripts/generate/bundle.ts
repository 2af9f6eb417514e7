// The whole contract in one file, for tools that follow no reference out of it: every schema is a component, and no `$id` is
// left that somebody might try to fetch.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { isJsonObject } from '@dome/contracts/plain';
import type { JsonObject } from '@dome/contracts/plain';

import type { Contract, ContractSources, JsonSchema } from './document.ts';

const OF_THE_DOCUMENT = 'asyncapi-extensions.json';
const ROOT = 'asyncapi.yaml';

/** @param root where the examples are: each message shows its own. */
export function generateBundle({ contract, schemas }: ContractSources, root: string): string {
  const names = componentNames(schemas);
  const components = [...names].map(([path, name]) => [
    name,
    typed(inlined(schemas.get(path), `schemas/${path}`, names)),
  ]);
  const document = inlined(contract, ROOT, names);
  const bundle = isJsonObject(document)
    ? {
        ...document,
        components: {
          ...componentsOf(document),
          messages: described(
            withExamples(contract.components.messages, componentsOf(document), root),
            Object.fromEntries(components),
          ),
          schemas: Object.fromEntries(components),
        },
      }
    : document;
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

const componentsOf = (document: JsonObject): JsonObject =>
  isJsonObject(document['components']) ? document['components'] : {};

function withExamples(declared: Contract['components']['messages'], components: JsonObject, root: string): JsonObject {
  const messages = isJsonObject(components['messages']) ? components['messages'] : {};
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => {
      const path = join(root, 'schemas/examples', `${declared[key]?.name}.json`);
      if (!isJsonObject(message) || !existsSync(path)) return [key, message];
      const example: unknown = JSON.parse(readFileSync(path, 'utf8'));
      return [key, { ...message, examples: [shown(example)] }];
    }),
  );
}

/** Definitions alone are no type, and a generator that is given every component makes code of it that does not compile. */
function typed(schema: unknown): unknown {
  const isOfDefinitions = isJsonObject(schema) && Object.keys(schema).every((key) => DEFINING.has(key));
  return isOfDefinitions ? { type: 'object', ...schema } : schema;
}

const DEFINING = new Set(['title', 'description', '$defs']);

/** A message without a summary says what its payload is: tools show no other text for it. */
function described(messages: JsonObject, schemas: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => {
      if (!isJsonObject(message) || 'summary' in message) return [key, message];
      const payload = isJsonObject(message['payload']) ? message['payload']['$ref'] : undefined;
      const name = typeof payload === 'string' ? (payload.split('/').at(-1) ?? '') : '';
      const schema = schemas[name];
      return isJsonObject(schema) ? [key, { ...message, summary: schema['description'] }] : [key, message];
    }),
  );
}

/** Bytes are shown as their headers and base64, anything else is the payload itself. */
function shown(example: unknown): object {
  if (!isJsonObject(example) || !('base64' in example)) return { payload: example };
  return { headers: example['headers'], payload: example['base64'] };
}

/** A component is called as its type; a title of several words loses its spaces. */
function componentNames(schemas: ReadonlyMap<string, JsonSchema>): Map<string, string> {
  return new Map(
    [...schemas]
      .filter(([path]) => path !== OF_THE_DOCUMENT)
      .map(([path, { title = path }]) => [
        path,
        title.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
      ]),
  );
}

/** What stands in `file`, with every reference leading into the bundle. */
function inlined(node: unknown, file: string, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map((item) => inlined(item, file, names));
  if (!isJsonObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !isIdentity(key, value))
      .map(([key, value]) => [key, isPath(key, value) ? bundled(value, file, names) : inlined(value, file, names)]),
  );
}

const isIdentity = (key: string, value: unknown): boolean =>
  (key === '$id' || key === '$schema') && typeof value === 'string';

/** A reference, or the path of a schema in an extension of ours. */
const isPath = (key: string, value: unknown): value is string =>
  typeof value === 'string' && (key === '$ref' || value.startsWith('./schemas/'));

function bundled(ref: string, file: string, names: ReadonlyMap<string, string>): string {
  const [to = '', pointer = ''] = ref.split('#');
  const target = to === '' ? file : posix.normalize(posix.join(posix.dirname(file), to));
  if (target === ROOT) return `#${pointer}`;
  const name = names.get(target.replace(/^schemas\//, ''));
  if (name === undefined) throw new Error(`${file} refers to ${ref}, which is no schema`);
  return `#/components/schemas/${name}${pointer}`;
}
