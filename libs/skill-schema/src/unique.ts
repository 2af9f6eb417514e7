// `uniqueItems` in one pass: each item becomes a text that is equal for equal items, whatever the order of their
// members.
import type { Meter } from './meter.ts';

/** @throws OutOfSteps */
export function areUnique(items: readonly unknown[], meter: Meter): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const key = keyOf(item, meter);
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

function keyOf(value: unknown, meter: Meter): string {
  meter.spend(8);
  if (typeof value === 'string') {
    meter.spend(value.length / 16);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map((item) => keyOf(item, meter)).join(',')}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${keyOf(member, meter)}`).join(',')}}`;
}
