// What became of a value, in a few characters. Pure.
import { isDigest, shortDigest } from '@dome/contracts/portable';
import type { MemberChange } from '@dome/contracts/portable';

import { counted } from './count.ts';

const CHARS = 120;
const MEMBERS = 6;

/** A value as lines: one, or one for each of its first members. */
export interface Brief {
  readonly lines: readonly { readonly name?: string; readonly text: string }[];
  /** Nothing of it is left out. */
  readonly isWhole: boolean;
}

export function briefOf(value: unknown): Brief {
  if (typeof value !== 'object' || value === null) return { lines: [{ text: lineOf(value) }], isWhole: isLine(value) };
  const entries = Object.entries(value);
  if (entries.length === 0) return { lines: [{ text: lineOf(value) }], isWhole: true };
  return {
    lines: entries.slice(0, MEMBERS).map(([name, one]) => ({ name, text: lineOf(one) })),
    isWhole: entries.length <= MEMBERS && entries.every(([, one]) => isLine(one)),
  };
}

function lineOf(value: unknown): string {
  if (Array.isArray(value)) return counted(value.length, 'entry', 'entries');
  if (typeof value === 'object' && value !== null) return counted(Object.keys(value).length, 'member');
  if (typeof value !== 'string') return String(value);
  if (isDigest(value)) return shortDigest(value);
  const line = value.trim().replaceAll(/\s+/g, ' ');
  return line.length <= CHARS ? line : `${line.slice(0, CHARS - 1)}…`;
}

function isLine(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return typeof value !== 'string' || isDigest(value) || (value.length <= CHARS && !value.trimEnd().includes('\n'));
}

/** `-2`, `+1.5`; undefined for what are no two numbers. */
export function deltaText({ from, to }: MemberChange): string | undefined {
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  const by = Number((to - from).toPrecision(12));
  return by > 0 ? `+${by}` : String(by);
}
