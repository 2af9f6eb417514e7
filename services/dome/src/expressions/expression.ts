// Expressions are CEL: total (they always end), without side effects, and the same value from the same scope, which is what
// makes a decision a pure function (L10). What CEL does not bound is the work of nested comprehensions over long lists, so
// the nesting is bounded here and the product of lengths when it is evaluated (L11).
import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { DomeError } from '@dome/contracts';

import { toJson } from './from-cel.ts';
import { longestCollection, toCelScope } from './to-cel.ts';

export const EXPRESSION_LIMITS = {
  chars: 4_096,
  /** Comprehensions (`all exists map filter`) inside one another. */
  nesting: 2,
  /** Steps that nested comprehensions may take: the longest collection to the power of the nesting. */
  steps: 1_000_000,
} as const;

/** The members a name of the scope is read by, as far as the text says: `tasks.lint` and `tasks["lint"]` both name lint. */
export interface Reference {
  readonly root: string;
  readonly member: string;
}

export interface Expression {
  readonly text: string;
  /** Names that the scope must hold. */
  readonly roots: ReadonlySet<string>;
  readonly references: readonly Reference[];
  /** The deepest nesting of comprehensions. */
  readonly nesting: number;
  readonly program: (scope: ReturnType<typeof toCelScope>) => unknown;
}

export type Scope = Readonly<Record<string, unknown>>;

export type Evaluation =
  | { readonly ok: true; readonly value: unknown }
  /** `detail` is one sentence; an error is a value, because gates count it and do not break on it. */
  | { readonly ok: false; readonly detail: string };

/** @throws DomeError EXPRESSION_INVALID with the column in the text. */
export function parseExpression(text: string): Expression {
  if (text.length > EXPRESSION_LIMITS.chars) {
    throw invalid(`an expression has at most ${EXPRESSION_LIMITS.chars} characters, this one has ${text.length}`);
  }
  const parsed = parseText(text);
  const facts: Facts = { roots: new Set(), references: [], nesting: 0 };
  walk(parsed.expr, { facts, bound: new Set(), depth: 0 });
  if (facts.nesting > EXPRESSION_LIMITS.nesting) {
    throw invalid(`comprehensions may stand ${EXPRESSION_LIMITS.nesting} deep, here they stand ${facts.nesting} deep`);
  }
  const program = plan(environment, parsed);
  return { text, ...facts, program: (scope) => program(scope) };
}

/** The value as JSON (integers beyond 2^53 and values without a JSON form are errors). */
export function evaluate(expression: Expression, scope: Scope): Evaluation {
  const steps = expression.nesting === 0 ? 1 : longestCollection(scope) ** expression.nesting;
  if (steps > EXPRESSION_LIMITS.steps) {
    return { ok: false, detail: `too much work: about ${steps} steps, the limit is ${EXPRESSION_LIMITS.steps}` };
  }
  try {
    const value = expression.program(toCelScope(scope));
    if (isCelError(value)) return { ok: false, detail: value.message };
    return { ok: true, value: toJson(value) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

const environment = celEnv();

type ParsedText = ReturnType<typeof parse>;
type Node = ParsedText['expr'];

function parseText(text: string): ParsedText {
  try {
    return parse(text);
  } catch (cause) {
    // The parser is recursive: what is nested too deeply for it ends in a RangeError, which is the text's fault too.
    const said = cause instanceof RangeError ? 'nested too deeply' : cause instanceof Error ? cause.message : '';
    throw invalid(said.replace(/<input>:(\d+):(\d+): /, 'column $2: '), cause);
  }
}

const invalid = (detail: string, cause?: unknown): DomeError =>
  new DomeError('EXPRESSION_INVALID', { detail }, { cause });

interface Facts {
  readonly roots: Set<string>;
  readonly references: Reference[];
  nesting: number;
}

interface Walk {
  readonly facts: Facts;
  /** Variables of the comprehensions around. */
  readonly bound: ReadonlySet<string>;
  readonly depth: number;
}

function walk(node: Node | undefined, at: Walk): void {
  if (node === undefined) return;
  const { exprKind } = node;
  switch (exprKind.case) {
    case 'identExpr':
      if (!at.bound.has(exprKind.value.name)) at.facts.roots.add(exprKind.value.name);
      return;
    case 'selectExpr':
      note(at, exprKind.value.operand, exprKind.value.field);
      return walk(exprKind.value.operand, at);
    case 'callExpr': {
      const { function: name, target, args } = exprKind.value;
      if (name === '_[_]') note(at, args[0], constantText(args[1]));
      walk(target, at);
      for (const arg of args) walk(arg, at);
      return;
    }
    case 'listExpr':
      for (const element of exprKind.value.elements) walk(element, at);
      return;
    case 'structExpr':
      for (const entry of exprKind.value.entries) {
        if (entry.keyKind.case === 'mapKey') walk(entry.keyKind.value, at);
        walk(entry.value, at);
      }
      return;
    case 'comprehensionExpr':
      return walkComprehension(exprKind.value, at);
    case 'constExpr':
    case undefined:
      return;
  }
}

type Comprehension = Extract<Node['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** The range is evaluated outside of the loop, the rest in every round of it. */
function walkComprehension(loop: Comprehension, at: Walk): void {
  walk(loop.iterRange, at);
  walk(loop.accuInit, at);
  const bound = new Set([...at.bound, loop.iterVar, loop.iterVar2, loop.accuVar]);
  const inside = { facts: at.facts, bound, depth: at.depth + 1 };
  at.facts.nesting = Math.max(at.facts.nesting, inside.depth);
  for (const part of [loop.loopCondition, loop.loopStep, loop.result]) walk(part, inside);
}

function note(at: Walk, operand: Node | undefined, member: string | undefined): void {
  const kind = operand?.exprKind;
  if (kind?.case !== 'identExpr' || member === undefined || at.bound.has(kind.value.name)) return;
  at.facts.references.push({ root: kind.value.name, member });
}

function constantText(node: Node | undefined): string | undefined {
  if (node?.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = node.exprKind.value;
  return constantKind.case === 'stringValue' ? constantKind.value : undefined;
}
