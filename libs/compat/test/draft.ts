// A copy of the released contract to make one edit in, as plain data: nothing of ours is generated from it or compiled
// against it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isContractFile, readContractDocument } from '@dome/compat';
import type { ContractDocument } from '@dome/compat';

const ROOT = join(import.meta.dirname, '../../../schemas/released/0.1.0');

function textsOf(root: string): Map<string, string> {
  const below = readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' });
  const paths = ['asyncapi.yaml', ...below.map((path) => join('schemas', path))];
  return new Map(paths.filter(isContractFile).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** The contract in a folder. */
export const documentIn = (root: string): ContractDocument => readContractDocument(root, textsOf(root));

export const RELEASED: ContractDocument = documentIn(ROOT);

type Node = Record<string, unknown> | unknown[];

export interface Draft {
  readonly document: ContractDocument;
  /** Replaces what stands at `file#pointer`, which must be there. */
  set(at: string, value: unknown): void;
  /** Adds a member that is not there yet. */
  add(at: string, value: unknown): void;
  remove(at: string): void;
  /** Appends to a list, which must be there. */
  push(at: string, ...values: unknown[]): void;
  /** Removes one value of a list, which must hold it. */
  drop(at: string, value: unknown): void;
  valueAt(at: string): unknown;
}

export function draftOf(base: ContractDocument): Draft {
  const files = new Map(structuredClone([...base.files]));
  const asyncapi = files.get('asyncapi.yaml') as Record<string, unknown>;
  const parentOf = (at: string): [Node, string] => {
    const [file = '', pointer = ''] = at.split('#');
    if (!files.has(file)) files.set(file, {});
    const names = pointer
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = names.pop() ?? '';
    const parent = names.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], files.get(file));
    if (typeof parent !== 'object' || parent === null) throw new Error(`${at} has no parent`);
    return [parent as Node, last];
  };
  const valueAt = (at: string): unknown => {
    const [parent, name] = parentOf(at);
    return (parent as Record<string, unknown>)[name];
  };
  const put = (at: string, value: unknown): void => {
    const [parent, name] = parentOf(at);
    (parent as Record<string, unknown>)[name] = value;
  };
  const listAt = (at: string): unknown[] => {
    const list = valueAt(at);
    if (!Array.isArray(list)) throw new Error(`${at} is no list`);
    return list;
  };
  const present = (at: string): void => {
    if (valueAt(at) === undefined) throw new Error(`${at} is not there`);
  };
  return {
    document: { name: 'edited', asyncapi, files },
    valueAt,
    set: (at, value) => {
      present(at);
      put(at, value);
    },
    add: (at, value) => {
      if (valueAt(at) !== undefined) throw new Error(`${at} is there already`);
      put(at, value);
    },
    remove: (at) => {
      present(at);
      const [parent, name] = parentOf(at);
      if (Array.isArray(parent)) parent.splice(Number(name), 1);
      else delete parent[name];
    },
    push: (at, ...values) => void listAt(at).push(...values),
    drop: (at, value) => {
      const list = listAt(at);
      const index = list.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
      if (index === -1) throw new Error(`${at} does not hold ${JSON.stringify(value)}`);
      list.splice(index, 1);
    },
  };
}
