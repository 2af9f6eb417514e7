// An input may contain expressions: a string that is entirely one `${{ CEL }}` is replaced by its value, of any type. A
// string with an expression among other text is refused as a mistake, because it would reach the skill unevaluated.
import { DomeError, escapeSegment } from '@dome/contracts';

import type { Scope } from './expression.ts';
import { createMeasure } from './measure.ts';
import type { Measure } from './measure.ts';

export interface Template {
  /** JSON pointer inside the input. */
  readonly pointer: string;
  readonly text: string;
}

const WHOLE = /^\s*\$\{\{([\s\S]*)\}\}\s*$/;
const OPENING = '${{';

/** The expression that the string stands for, or undefined for a plain string. */
export function expressionIn(value: string): string | undefined {
  const text = WHOLE.exec(value)?.[1]?.trim();
  return text === undefined || text.includes(OPENING) ? undefined : text;
}

/** Strings that seem to contain an expression among other text. */
export const isMixed = (value: string): boolean => value.includes(OPENING) && expressionIn(value) === undefined;

/** Every string in the value that is an expression or looks like one, in the order of the document. */
export function templatesIn(value: unknown, pointer = ''): Template[] {
  if (typeof value === 'string') return value.includes(OPENING) ? [{ pointer, text: value }] : [];
  return membersOf(value).flatMap(([key, member]) => templatesIn(member, `${pointer}/${escapeSegment(key)}`));
}

export const hasTemplates = (value: unknown): boolean => templatesIn(value).length > 0;

/**
 * The input with every expression replaced by its value.
 * @throws DomeError EXPRESSION_INVALID with the pointer of the first that cannot be evaluated.
 */
export function fillTemplates(
  input: Record<string, unknown>,
  scope: Scope,
  measure: Measure = createMeasure(),
): Record<string, unknown> {
  const filling = { scope, measure };
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, fill(value, `/${escapeSegment(key)}`, filling)]),
  );
}

interface Filling {
  readonly scope: Scope;
  readonly measure: Measure;
}

function fill(value: unknown, pointer: string, filling: Filling): unknown {
  if (typeof value === 'string') return fillText(value, pointer, filling);
  if (Array.isArray(value)) return value.map((item, index) => fill(item, `${pointer}/${index}`, filling));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, fill(member, `${pointer}/${escapeSegment(key)}`, filling)]),
  );
}

function fillText(value: string, pointer: string, { scope, measure }: Filling): unknown {
  const text = expressionIn(value);
  if (text === undefined) return value;
  const outcome = measure.evaluateText(text, scope);
  if (outcome.ok) return outcome.value;
  throw new DomeError('EXPRESSION_INVALID', { detail: `${text}: ${outcome.detail}`, pointer: `/input${pointer}` });
}

function membersOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
