// A contract as plain data: asyncapi.yaml and every JSON file below schemas/ that is part of it. Nothing here knows how
// our own code spells it, so a change is judged by what it means for whoever reads or writes the wire.
import { posix } from 'node:path';

import { parse } from 'yaml';

import { escapeSegment, isJsonObject } from '@dome/contracts/plain';
import type { JsonObject } from '@dome/contracts/plain';

import { at, objectOf } from './json.ts';

export const ASYNCAPI_FILE = 'asyncapi.yaml';

export interface ContractDocument {
  /** How findings name it: a release, a git ref or a folder. */
  readonly name: string;
  readonly asyncapi: JsonObject;
  /** By path from the root of the contract: `asyncapi.yaml`, `schemas/plan.json`. */
  readonly files: ReadonlyMap<string, unknown>;
}

/** Examples and vectors show the contract; a released contract is another one. */
const NOT_OF_THE_CONTRACT = /^schemas\/(examples|vectors|released)\//;

/** Whether a path, from the root of a contract, is a part of it. */
export function isContractFile(path: string): boolean {
  if (path === ASYNCAPI_FILE) return true;
  return path.startsWith('schemas/') && path.endsWith('.json') && !NOT_OF_THE_CONTRACT.test(path);
}

/** @throws Error that names the file which is missing, or is no YAML or JSON. */
export function readContractDocument(name: string, texts: ReadonlyMap<string, string>): ContractDocument {
  const files = new Map<string, unknown>();
  for (const [path, text] of texts) {
    if (isContractFile(path)) files.set(path, parsed(path, text, name));
  }
  const asyncapi = files.get(ASYNCAPI_FILE);
  if (!isJsonObject(asyncapi)) throw new Error(`${name} has no ${ASYNCAPI_FILE}, so it is no contract`);
  return { name, asyncapi, files };
}

function parsed(path: string, text: string, name: string): unknown {
  try {
    return path === ASYNCAPI_FILE ? parse(text) : JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} of ${name} cannot be read`, { cause: error });
  }
}

/** Where something stands: a file of the contract and a JSON pointer in it. */
export interface Spot {
  readonly file: string;
  readonly pointer: string;
}

export const spotText = ({ file, pointer }: Spot): string => `${file}#${pointer}`;

export const contentAt = ({ files }: ContractDocument, { file, pointer }: Spot): unknown =>
  at(files.get(file), pointer);

/** Where a `$ref` that stands in `from` leads. */
export function refSpot(from: string, ref: string): Spot {
  const [file = '', pointer = ''] = ref.split('#');
  return { file: file === '' ? from : posix.normalize(posix.join(posix.dirname(from), file)), pointer };
}

/** The members of an object of asyncapi.yaml, with the place of each. */
export function entriesAt(
  document: ContractDocument,
  pointer: string,
): [name: string, value: JsonObject, spot: Spot][] {
  return Object.entries(objectOf(at(document.asyncapi, pointer))).map(([name, value]) => [
    name,
    objectOf(value),
    { file: ASYNCAPI_FILE, pointer: `${pointer}/${escapeSegment(name)}` },
  ]);
}
