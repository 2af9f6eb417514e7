import { durationMs } from '@dome/contracts/plain';

/** Whether one setting allows more than another: a number, or a duration such as `30d`; without it there is no limit. */
export function greater(one: unknown, other: unknown): boolean {
  return measureOf(one) > measureOf(other);
}

/** @returns for what is neither a number nor a duration the least of all, so that a change to it is never harmless. */
function measureOf(value: unknown): number {
  if (value === undefined) return Infinity;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? (durationMs(value) ?? -Infinity) : -Infinity;
}
