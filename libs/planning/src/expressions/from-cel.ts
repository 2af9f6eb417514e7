// The result of an expression becomes JSON, or an error: a value without a JSON form must not reach a digest.
import { isCelList, isCelMap, isCelUint } from '@bufbuild/cel';

import { textSteps } from './meter.ts';
import type { ExpressionMeter } from './meter.ts';

/** @throws Error with one sentence, when the value has no JSON form. */
export function toJson(value: unknown, meter: ExpressionMeter): unknown {
  meter.spend(2 + (typeof value === 'string' ? textSteps(value.length) : 0));
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new Error('the value is not a finite number');
      return value;
    case 'bigint':
      return toSafeInteger(value);
    default:
      break;
  }
  if (value === null) return value;
  if (isCelUint(value)) return toSafeInteger(value.value);
  if (isCelList(value)) return [...value].map((item) => toJson(item, meter));
  if (isCelMap(value))
    return Object.fromEntries([...value].map(([key, member]) => [toKey(key), toJson(member, meter)]));
  throw new Error('the value has no JSON form: make it a string');
}

function toSafeInteger(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error('the value is an integer beyond 2^53 - 1: make it a string');
  return number;
}

function toKey(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new Error('the keys of a map must be strings');
}
