// What the functions and operators of CEL take and give: read off the engine that evaluates them, so that the two cannot
// disagree.
import { celEnv } from '@bufbuild/cel';
import type { CelType } from '@bufbuild/cel';

import { mixedNumbers } from '../expressions/mixed-numbers.ts';
import type { Kind } from './type.ts';

export interface Signature {
  /** What a method is called on; undefined for a function. */
  readonly target: Takes | undefined;
  readonly takes: readonly Takes[];
  readonly gives: Takes;
}

/** One kind, or whatever comes. */
export type Takes = Kind | 'anything';

let known: ReadonlyMap<string, readonly Signature[]> | undefined;

/** Under the names of the engine: `_+_` is the operator. */
export const signaturesOf = (name: string): readonly Signature[] => all().get(name) ?? [];

/** Functions and methods that a person may call. */
export const functionNames = (): string[] => [...all().keys()].filter((name) => /^[a-z]/i.test(name));

function all(): ReadonlyMap<string, readonly Signature[]> {
  known ??= read();
  return known;
}

function read(): ReadonlyMap<string, readonly Signature[]> {
  const found = new Map<string, Signature[]>();
  for (const { name, target, arguments: takes, result } of celEnv({ funcs: [...mixedNumbers] }).funcs) {
    const signature = {
      target: target === undefined ? undefined : kindOf(target),
      takes: takes.map(kindOf),
      gives: kindOf(result),
    };
    const others = found.get(name);
    if (others === undefined) found.set(name, [signature]);
    else others.push(signature);
  }
  return found;
}

function kindOf(type: CelType): Takes {
  return KINDS[type.kind === 'scalar' || type.kind === 'object' ? type.name : type.kind] ?? 'anything';
}

const KINDS: Readonly<Record<string, Kind>> = {
  bool: 'bool',
  bytes: 'bytes',
  double: 'double',
  int: 'int',
  list: 'list',
  map: 'map',
  null_type: 'null',
  string: 'string',
  type: 'type',
  uint: 'uint',
  'google.protobuf.Duration': 'duration',
  'google.protobuf.Timestamp': 'timestamp',
};
