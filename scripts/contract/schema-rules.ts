// What a schema of the contract may contain: the part of 2020-12 that every tool reads alike, open data objects
// (tolerant readers make an added field harmless, L5), and nothing unreachable.
import { posix } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';

import { OPEN_ENUM, SCHEMA_KEYWORDS } from '@dome/compat';

import { isJsonObject } from '../../libs/contracts/src/json-object.ts';
import type { JsonObject } from '../../libs/contracts/src/json-object.ts';
import type { Contract, ContractSources, JsonSchema } from '../generate/document.ts';

/** It describes asyncapi.yaml itself. */
const OF_THE_DOCUMENT = 'asyncapi-extensions.json';

const BASE = 'https://dome.dev/schemas/';

interface Place {
  readonly path: string;
  readonly pointer: string;
  readonly node: JsonObject;
}

export function schemaFindings({ contract, schemas }: ContractSources): string[] {
  const ajv = new Ajv2020({ strict: false, logger: false });
  const closed = closedPaths(contract);
  const findings = [...schemas].flatMap(([path, schema]) => [
    ...identityFindings(path, schema),
    ...(ajv.validateSchema(schema) === true ? [] : [`schemas/${path}: no JSON Schema: ${ajv.errorsText()}`]),
    ...[...subschemas(path, schema)].flatMap((place) => [
      ...keywordFindings(place),
      ...refFindings(place, schemas),
      ...requiredFindings(place),
      ...opennessFindings(place, closed),
      ...boundFindings(place),
      ...wordFindings(place),
      ...nameFindings(place),
    ]),
  ]);
  return [...findings, ...reachFindings(contract, schemas), ...titleFindings(schemas)];
}

function identityFindings(path: string, schema: JsonSchema): string[] {
  const found: string[] = [];
  if (schema.$id !== BASE + path) found.push(`schemas/${path}: $id is ${schema.$id}, not ${BASE}${path}`);
  if (schema['$schema'] !== 'https://json-schema.org/draft/2020-12/schema')
    found.push(`schemas/${path}: $schema is not that of 2020-12`);
  if (schema.title === undefined) found.push(`schemas/${path}: it has no title`);
  return found;
}

/** Types are named by titles, so two schemas of one title would be one type. */
function titleFindings(schemas: ReadonlyMap<string, JsonSchema>): string[] {
  const owners = new Map<string, string>();
  return [...schemas].flatMap(([path, { title = '' }]) => {
    const owner = owners.get(title);
    owners.set(title, path);
    return owner === undefined ? [] : [`schemas/${path}: ${owner} has the title ${title}, too`];
  });
}

function* subschemas(path: string, node: unknown, pointer = ''): Generator<Place> {
  if (!isJsonObject(node)) return;
  yield { path, pointer, node };
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties' || key === '$defs') {
      for (const [name, member] of Object.entries(asRecord(value)))
        yield* subschemas(path, member, `${pointer}/${key}/${name}`);
    } else if (key === 'items' || key === 'additionalProperties') {
      yield* subschemas(path, value, `${pointer}/${key}`);
    } else if ((key === 'allOf' || key === 'oneOf') && Array.isArray(value)) {
      for (const [index, member] of value.entries()) yield* subschemas(path, member, `${pointer}/${key}/${index}`);
    }
  }
}

const at = ({ path, pointer }: Place): string => `schemas/${path}${pointer === '' ? '' : `#${pointer}`}`;

function keywordFindings(place: Place): string[] {
  const keys = Object.keys(place.node);
  const unknown = keys
    .filter((key) => !SCHEMA_KEYWORDS.has(key))
    .map((key) => `${at(place)}: the keyword ${key} is not used`);
  const siblings = keys.includes('$ref') && keys.length > 1;
  return siblings ? [...unknown, `${at(place)}: $ref has siblings, which some tools drop`] : unknown;
}

function refFindings(place: Place, schemas: ReadonlyMap<string, JsonSchema>): string[] {
  const ref = place.node['$ref'];
  if (typeof ref !== 'string') return [];
  const [file = '', pointer = ''] = ref.split('#');
  const path = file === '' ? place.path : posix.normalize(posix.join(posix.dirname(place.path), file));
  let node: unknown = schemas.get(path);
  if (node === undefined) return [`${at(place)}: ${ref} is no schema`];
  for (const token of pointer.split('/').slice(1)) node = asRecord(node)[token];
  return node === undefined ? [`${at(place)}: ${ref} leads nowhere`] : [];
}

function requiredFindings(place: Place): string[] {
  const { required } = place.node;
  if (!Array.isArray(required)) return [];
  const declared = Object.keys(asRecord(place.node['properties']));
  return required
    .filter((name) => !declared.includes(String(name)))
    .map((name) => `${at(place)}: ${name} is required but not among the properties`);
}

const pathOf = (schema: string): string => schema.replace(/^\.\/schemas\//, '');

/** Written by people, never by a version of ours: there a closed object finds a typo. */
function closedPaths(contract: Contract): Set<string> {
  const refusing = Object.values(contract['x-dome-documents']).filter(
    ({ unknownMembers }) => unknownMembers === 'refused',
  );
  return new Set([OF_THE_DOCUMENT, ...refusing.map(({ schema }) => pathOf(schema))]);
}

function opennessFindings(place: Place, closed: ReadonlySet<string>): string[] {
  const isClosed = place.node['additionalProperties'] === false;
  if (closed.has(place.path))
    return place.pointer === '' && !isClosed && place.path !== OF_THE_DOCUMENT
      ? [`${at(place)}: asyncapi.yaml says that its readers refuse unknown members, and it is open`]
      : [];
  return isClosed ? [`${at(place)}: the object is closed, so that an added field would break readers in service`] : [];
}

/** L11: everything has a limit. An unlimited integer may exceed what a double holds, and then readers differ. */
function boundFindings(place: Place): string[] {
  const { node } = place;
  // No outsider sends it, and its contents are counted when it is generated.
  if (place.path === OF_THE_DOCUMENT) return [];
  const has = (...keys: string[]): boolean => keys.some((key) => key in node);
  const found: string[] = [];
  switch (node['type']) {
    case 'string':
      if (
        !has('const', 'maxLength', ...(node[OPEN_ENUM] === true ? [] : ['enum'])) &&
        !/^\^[^*+]*\$$/.test(String(node['pattern']))
      )
        found.push('maxLength');
      break;
    case 'integer':
    case 'number':
      found.push(...['minimum', 'maximum'].filter((key) => !has(key)));
      break;
    case 'array':
      if (!has('maxItems')) found.push('maxItems');
      break;
    case 'object':
      if (isJsonObject(node['additionalProperties']) && !has('maxProperties')) found.push('maxProperties');
  }
  return found.map((key) => `${at(place)}: it has no ${key}`);
}

/** A description is for readers without other documentation: an empty one was probably meant to be written. */
function wordFindings(place: Place): string[] {
  return place.node['description'] === '' ? [`${at(place)}: its description is empty`] : [];
}

/** Generators in other languages call an object after its title; without one it becomes AnonymousSchema_12. */
function nameFindings(place: Place): string[] {
  const isObject = place.node['type'] === 'object' && 'properties' in place.node;
  const isNamed = 'title' in place.node || place.path === OF_THE_DOCUMENT;
  return isObject && !isNamed ? [`${at(place)}: the object has no title, by which other languages call its type`] : [];
}

function reachFindings(contract: Contract, schemas: ReadonlyMap<string, JsonSchema>): string[] {
  const values = Object.values(contract['x-dome-topology'].buckets).map(({ value }) => value);
  const documents = Object.values(contract['x-dome-documents']).map(({ schema }) => schema);
  const reached = new Set<string>([OF_THE_DOCUMENT, ...[...values, ...documents].map(pathOf)]);
  for (const { payload } of Object.values(contract.components.messages))
    for (const ref of refsOf(payload)) reached.add(posix.normalize(ref.split('#')[0] ?? '').replace(/^schemas\//, ''));
  for (const path of reached)
    for (const ref of refsOf(schemas.get(path))) {
      const file = ref.split('#')[0] ?? '';
      if (file !== '') reached.add(posix.normalize(posix.join(posix.dirname(path), file)));
    }
  const dead = [...schemas.keys()].filter((path) => !reached.has(path));
  const missing = [...reached].filter((path) => !schemas.has(path));
  return [
    ...dead.map((path) => `schemas/${path}: asyncapi.yaml does not reach it, and it is no document`),
    ...missing.map((path) => `schemas/${path}: it is named but does not exist`),
  ];
}

function refsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(refsOf);
  if (!isJsonObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : refsOf(value),
  );
}
const asRecord = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
