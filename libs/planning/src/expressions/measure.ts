// A measure is shared by expressions that are evaluated together: the steps that they may cost (L11), and what they
// have asked of their scopes. It is made for one gate or one input and then discarded, so that nothing evaluated
// earlier affects what is evaluated now (L10).
import { LIMITS } from '@dome/contracts';
import { isCelError, plan } from '@bufbuild/cel';

import { withReason } from './absent.ts';
import { parseExpression } from './expression.ts';
import type { Expression, Scope } from './expression.ts';
import { toJson } from './from-cel.ts';
import { ExpressionMeter } from './meter.ts';
import { meteredEnv } from './metered-env.ts';
import { toCelScope } from './to-cel.ts';
import type { CelScope } from './to-cel.ts';

export type Evaluation =
  | { readonly ok: true; readonly value: unknown }
  /** `detail` is one sentence; an error is a value, because gates count it and do not break on it. */
  | { readonly ok: false; readonly detail: string };

export interface Measure {
  /** Steps so far. */
  readonly spent: number;
  /** The value as JSON (integers beyond 2^53 and values without a JSON form are errors). */
  evaluate(expression: Expression, scope: Scope): Evaluation;
  /** A text that was accepted under other limits when its run was submitted is an error like any other. */
  evaluateText(text: string, scope: Scope): Evaluation;
}

type Program = ReturnType<typeof plan>;

export function createMeasure(stepsMax: number = LIMITS.expressionSteps): Measure {
  const meter = new ExpressionMeter(stepsMax);
  const programs = new Map<Expression, Program>();
  const scopes = new Map<Scope, CelScope>();
  let environment: ReturnType<typeof meteredEnv> | undefined;

  const programOf = (expression: Expression): Program => {
    environment ??= meteredEnv(meter);
    const program = programs.get(expression) ?? plan(environment, expression.parsed);
    programs.set(expression, program);
    return program;
  };
  const scopeOf = (scope: Scope): CelScope => {
    const made = scopes.get(scope) ?? toCelScope(scope, meter);
    scopes.set(scope, made);
    return made;
  };
  const run = (read: () => Expression, scope: Scope): Evaluation => {
    try {
      const expression = read();
      const program = programOf(expression);
      const value = meter.inLoops(expression.nodesInLoops, () => program(scopeOf(scope)));
      if (!isCelError(value)) return { ok: true, value: toJson(value, meter) };
      return { ok: false, detail: withReason(value.message, expression.references, scope) };
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    get spent() {
      return meter.spent;
    },
    evaluate: (expression, scope) => run(() => expression, scope),
    evaluateText: (text, scope) =>
      run(() => {
        // Counted even if the text was read before, or the steps of a measure would depend on the cache.
        meter.spendParsing(text.length);
        return parseExpression(text);
      }, scope),
  };
}
