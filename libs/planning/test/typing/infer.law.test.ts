// The law of inference, held against the engine that evaluates: what is refused never works, and what works is of a kind that
// was foreseen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseExpression } from '../../src/expressions/expression.ts';
import type { Expression } from '../../src/expressions/expression.ts';
import { createMeasure } from '../../src/expressions/measure.ts';
import { childrenOf } from '../../src/expressions/node.ts';
import type { ExpressionNode, Loop } from '../../src/expressions/node.ts';
import { inferType } from '../../src/typing/infer.ts';
import { schemaType } from '../../src/typing/schema-type.ts';
import { schemaAndValue } from './admitted.ts';

const RUNS = { numRuns: 500 };

describe('what is inferred from schemas', () => {
  test('refuses no part that works on a value that the schema admits', () => {
    fc.assert(
      fc.property(schemaAndValue, expressionText, ({ schema, value }, text) => {
        const expression = parseExpression(text);
        const { misfits } = inferType(expression, (name) => (name === 'inputs' ? schemaType(schema) : undefined));
        for (const { node, why } of misfits) {
          const works = worksSomewhere(expression, node, why === 'fails' ? ITSELF : TRUE_OR_FALSE);
          expect(works === undefined ? 'unfound' : createMeasure().evaluate(works, { inputs: value })).not.toEqual({
            ok: true,
            value: true,
          });
          expect(works).toBeDefined();
        }
      }),
      RUNS,
    );
  });

  test('foresees the kind of every value', () => {
    fc.assert(
      fc.property(schemaAndValue, expressionText, ({ schema, value }, text) => {
        const expression = parseExpression(text);
        const { type } = inferType(expression, (name) => (name === 'inputs' ? schemaType(schema) : undefined));
        const outcome = createMeasure().evaluate(expression, { inputs: value });
        if (outcome.ok) expect(kindsOf(outcome.value).some((kind) => type.kinds.has(kind))).toBe(true);
      }),
      RUNS,
    );
  });

  test('generates expressions of which many work and many do not', () => {
    const seen = { works: 0, refused: 0 };
    fc.assert(
      fc.property(schemaAndValue, expressionText, ({ schema, value }, text) => {
        const expression = parseExpression(text);
        const { misfits } = inferType(expression, (name) => (name === 'inputs' ? schemaType(schema) : undefined));
        if (misfits.length > 0) seen.refused += 1;
        if (createMeasure().evaluate(expression, { inputs: value }).ok) seen.works += 1;
      }),
      { numRuns: 500 },
    );
    expect(seen.works).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});

// Expressions

const literal = fc.constantFrom(
  '1',
  '2.5',
  '"a"',
  '"3"',
  'true',
  'false',
  'null',
  '[]',
  '{}',
  '3u',
  'b"x"',
  'int',
  'timestamp("2026-01-01T00:00:00Z")',
  'duration("1s")',
);
const operator = fc.constantFrom('+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', 'in', '&&', '||');
const call = fc.constantFrom(
  'size',
  'int',
  'double',
  'string',
  'bool',
  'type',
  'dyn',
  'timestamp',
  'duration',
  'bytes',
  'uint',
);
const method = fc.constantFrom('contains', 'startsWith', 'endsWith', 'matches', 'getHours');
const macro = fc.constantFrom('all', 'exists', 'exists_one', 'map', 'filter');

const expressionText = fc
  .letrec<{ any: string; path: string; variable: string }>((tie) => ({
    variable: fc.constantFrom('inputs', 'inputs', 'inputs', 'x'),
    path: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'path', withCrossShrink: true },
      tie('variable'),
      fc
        .tuple(tie('path'), fc.constantFrom('.a', '.b', '.c', '.d', '["a"]', '[0]', '["x"]', '[0.5]', '[true]'))
        .map((parts) => parts.join('')),
    ),
    any: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expression', withCrossShrink: true },
      fc.oneof({ arbitrary: tie('path'), weight: 4 }, { arbitrary: literal, weight: 1 }),
      fc.tuple(tie('any'), operator, tie('any')).map(([left, op, right]) => `(${left} ${op} ${right})`),
      fc.tuple(call, tie('any')).map(([name, arg]) => `${name}(${arg})`),
      fc.tuple(tie('any'), method, tie('any')).map(([target, name, arg]) => `(${target}).${name}(${arg})`),
      fc.tuple(tie('any'), tie('any'), tie('any')).map(([one, two, three]) => `(${one} ? ${two} : ${three})`),
      fc.tuple(tie('path'), fc.constantFrom('a', 'b', 'd')).map(([path, name]) => `has(${path}.${name})`),
      fc.tuple(tie('path'), macro, tie('any')).map(([path, name, body]) => `${path}.${name}(x, ${body})`),
      fc.tuple(tie('any'), tie('any')).map(([one, other]) => `[${one}, ${other}]`),
      fc.tuple(tie('any'), tie('any')).map(([one, other]) => `{"a": ${one}, "b": ${other}}`),
      fc.tuple(tie('any'), fc.constantFrom('.a', '.c', '[0]', '["b"]')).map(([of, member]) => `(${of})${member}`),
      tie('any').map((one) => `!(${one})`),
      tie('any').map((one) => `-(${one})`),
    ),
  }))
  .any.filter(isWithinLimits);

function isWithinLimits(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}

// A part of an expression, evaluated wherever the expression would

type Claim = (node: ExpressionNode) => ExpressionNode;

const called = (name: string, ...args: ExpressionNode[]): ExpressionNode => ({
  $typeName: 'cel.expr.Expr',
  id: 0n,
  exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args } },
});
const parsedPart = (text: string): ExpressionNode => {
  const { expr } = parseExpression(text).parsed;
  if (expr === undefined) throw new Error(text);
  return expr;
};

/** True if the part has a value at all. */
const ITSELF: Claim = (node) => called('_||_', called('_==_', node, node), called('_!=_', node, node));
const TRUE_OR_FALSE: Claim = (node) =>
  called('_||_', called('_==_', node, parsedPart('true')), called('_==_', node, parsedPart('false')));

/** Whether the claim holds of the part for some element of each loop around it. */
function worksSomewhere(expression: Expression, node: ExpressionNode, claim: Claim): Expression | undefined {
  const around = expression.parsed.expr === undefined ? undefined : loopsAround(expression.parsed.expr, node);
  if (around === undefined) return undefined;
  const expr = around.reduceRight((inside, loop) => existsIn(loop, inside), claim(node));
  return { ...expression, parsed: { ...expression.parsed, expr } };
}

function existsIn({ iterVar, iterRange }: Loop, inside: ExpressionNode): ExpressionNode {
  const model = parsedPart('inputs.exists(x, true)');
  if (model.exprKind.case !== 'comprehensionExpr') throw new Error('no loop');
  const { value } = model.exprKind;
  const accu = value.result;
  if (accu === undefined) throw new Error('no result');
  const loop = { ...value, iterVar, iterRange, loopStep: called('_||_', accu, inside) };
  return { ...model, exprKind: { case: 'comprehensionExpr', value: loop } };
}

/** The loops in whose body the part stands, the outermost first. */
function loopsAround(at: ExpressionNode, node: ExpressionNode): Loop[] | undefined {
  if (at === node) return [];
  for (const child of childrenOf(at)) {
    const found = loopsAround(child, node);
    if (found === undefined) continue;
    const isBody = at.exprKind.case === 'comprehensionExpr' && child !== at.exprKind.value.iterRange;
    return isBody && at.exprKind.case === 'comprehensionExpr' ? [at.exprKind.value, ...found] : found;
  }
  return undefined;
}

function kindsOf(value: unknown): ('bool' | 'double' | 'int' | 'list' | 'map' | 'null' | 'string' | 'uint')[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['list'];
  switch (typeof value) {
    case 'boolean':
      return ['bool'];
    case 'number':
      return ['double', 'int', 'uint'];
    case 'string':
      return ['string'];
    default:
      return ['map'];
  }
}
