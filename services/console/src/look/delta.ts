// What became of a value, in a few characters. Pure.
import { isDigest, shortDigest } from '@dome/contracts/portable';
import type { MemberChange } from '@dome/contracts/portable';

const CHARS = 120;

export function valueText(value: unknown): string {
  if (typeof value === 'string' && isDigest(value)) return shortDigest(value);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= CHARS ? text : `${text.slice(0, CHARS - 1)}…`;
}

/** `-2`, `+1.5`; undefined for what are no two numbers. */
export function deltaText({ from, to }: MemberChange): string | undefined {
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  const by = Number((to - from).toPrecision(12));
  return by > 0 ? `+${by}` : String(by);
}
