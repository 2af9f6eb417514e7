// Expressions are CEL: total (they always end), without side effects, and the same value from the same scope, which is what
// makes a decision a pure function (L10). What CEL does not bound is bounded here, how deep the text may be nested (parser
// and evaluator recurse, and how far the stack reaches must decide nothing), and by the measure: the work of evaluating (L11).
import { parse } from '@bufbuild/cel';
import { BoundedMap, DomeError, LIMITS } from '@dome/contracts';

import { constantText } from './node.ts';
import type { ExpressionNode, Loop, ParsedText } from './node.ts';

/**
 * The members by which a name of the scope is read, as far as the text says: `tasks.lint` and `tasks["lint"]` both name
 * lint.
 */
export interface Reference {
  readonly root: string;
  readonly member: string;
}

export interface Expression {
  readonly text: string;
  /** Names that the scope must contain. */
  readonly roots: ReadonlySet<string>;
  readonly references: readonly Reference[];
  /** Parts of it that a loop repeats for every element. */
  readonly nodesInLoops: number;
  readonly parsed: ParsedText;
}

export type Scope = Readonly<Record<string, unknown>>;

/**
 * A wide plan repeats the same text in every task, and a text always parses to the same result. Long texts are not
 * cached: their parsed form is hundreds of times as large.
 */
const KEPT_MAX = 512;
const KEPT_CHARS_MAX = 256;
const kept = new BoundedMap<string, Expression>(KEPT_MAX);

/** @throws DomeError EXPRESSION_INVALID with the column in the text. */
export function parseExpression(text: string): Expression {
  const before = kept.get(text);
  if (before !== undefined) return before;
  const expression = parseAnew(text);
  if (text.length <= KEPT_CHARS_MAX) kept.set(text, expression);
  return expression;
}

function parseAnew(text: string): Expression {
  if (text.length > LIMITS.expressionChars) {
    throw invalid(`an expression has at most ${LIMITS.expressionChars} characters, this one has ${text.length}`);
  }
  if (bracketDepth(text) > LIMITS.expressionDepth) throw tooDeep();
  const parsed = parseText(text);
  const facts: Facts = { roots: new Set(), references: [], nesting: 0, nodesInLoops: 0 };
  walk(parsed.expr, { facts, bound: new Set(), loops: 0, depth: 0 });
  if (facts.nesting > LIMITS.expressionNesting) {
    throw invalid(`comprehensions may stand ${LIMITS.expressionNesting} deep, here they stand ${facts.nesting} deep`);
  }
  const { roots, references, nodesInLoops } = facts;
  return { text, roots, references, nodesInLoops, parsed };
}

function parseText(text: string): ParsedText {
  try {
    return parse(text);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : '';
    throw invalid(said.replace(/<input>:(\d+):(\d+): /, 'column $2: '), cause);
  }
}

const invalid = (detail: string, cause?: unknown): DomeError =>
  new DomeError('EXPRESSION_INVALID', { detail }, { cause });

const tooDeep = (): DomeError => invalid(`an expression is at most ${LIMITS.expressionDepth} deep`);

/** The nesting of a text that is not parsed yet; brackets inside its strings count as well. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of text) {
    if ('([{'.includes(char)) deepest = Math.max(deepest, (depth += 1));
    else if (')]}'.includes(char)) depth -= 1;
  }
  return deepest;
}

interface Facts {
  readonly roots: Set<string>;
  readonly references: Reference[];
  nesting: number;
  nodesInLoops: number;
}

interface Walk {
  readonly facts: Facts;
  /** Variables of the enclosing comprehensions. */
  readonly bound: ReadonlySet<string>;
  readonly loops: number;
  readonly depth: number;
}

function walk(node: ExpressionNode | undefined, around: Walk): void {
  if (node === undefined) return;
  const at = { ...around, depth: around.depth + 1 };
  if (at.depth > LIMITS.expressionDepth) throw tooDeep();
  if (at.loops > 0) at.facts.nodesInLoops += 1;
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

/** The range is evaluated outside the loop, the rest on every pass. */
function walkComprehension(loop: Loop, at: Walk): void {
  walk(loop.iterRange, at);
  walk(loop.accuInit, at);
  const bound = new Set([...at.bound, loop.iterVar, loop.iterVar2, loop.accuVar]);
  const inside = { ...at, bound, loops: at.loops + 1 };
  at.facts.nesting = Math.max(at.facts.nesting, inside.loops);
  for (const part of [loop.loopCondition, loop.loopStep, loop.result]) walk(part, inside);
}

function note(at: Walk, operand: ExpressionNode | undefined, member: string | undefined): void {
  const kind = operand?.exprKind;
  if (kind?.case !== 'identExpr' || member === undefined || at.bound.has(kind.value.name)) return;
  at.facts.references.push({ root: kind.value.name, member });
}
