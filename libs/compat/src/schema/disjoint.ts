import { admits } from './admits.ts';
import type { Place } from './place.ts';
import { memberOf, requiredOf, combined, typesOf, valuesOf } from './shape.ts';

/** Whether it is proved that no value satisfies both: no common type, or a required member that tells them apart. */
export function areDisjoint(ones: readonly Place[], others: readonly Place[]): boolean {
  const [one, other] = [combined(ones), combined(others)];
  const types = typesOf(other);
  if (![...typesOf(one)].some((type) => types.has(type))) return true;
  const values = valuesOf(one);
  if (values !== undefined) return values.every((value) => admits(others, value) === false);
  const isObject = [...typesOf(one)].every((type) => type === 'object');
  return isObject && [...requiredOf(one)].some((name) => isToldApart(memberOf(one, name), memberOf(other, name)));
}

function isToldApart(ones: readonly Place[], others: readonly Place[]): boolean {
  const values = valuesOf(combined(ones));
  return values !== undefined && others.length > 0 && values.every((value) => admits(others, value) === false);
}
