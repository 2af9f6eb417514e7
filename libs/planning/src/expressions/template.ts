// Replaces the expressions of an input by their values, of any type.
import { DomeError, escapeSegment, expressionIn } from '@dome/contracts';

import type { Scope } from './expression.ts';
import { createMeasure } from './measure.ts';
import type { Measure } from './measure.ts';

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
