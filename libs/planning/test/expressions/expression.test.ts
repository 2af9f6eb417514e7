import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseExpression } from '../../src/expressions/expression.ts';
import { createMeasure } from '../../src/expressions/measure.ts';
import { fillTemplates } from '../../src/expressions/template.ts';

const value = (text: string, scope: Record<string, unknown> = {}): unknown => {
  const outcome = createMeasure().evaluate(parseExpression(text), scope);
  return outcome.ok ? outcome.value : `error: ${outcome.detail}`;
};

describe('evaluating an expression', () => {
  const scope = {
    tasks: { test: { result: 'success', output: { failed: 0, coverage: 85.5, names: ['a', 'b'] } } },
    inputs: { level: 3 },
    iteration: 1,
  };

  test.each([
    ['tasks.test.output.failed == 0', true],
    ['tasks.test.output.coverage >= 80', true],
    ['tasks["test"].result == "success"', true],
    ['tasks.all(t, tasks[t].result == "success")', true],
    ['size(tasks.test.output.names) == 2', true],
    ['has(tasks.other)', false],
    ['inputs.level * 2 + iteration', 7],
    ['tasks.test.output.names.map(n, n + "!")', ['a!', 'b!']],
    ['{"level": inputs.level, "none": null}', { level: 3, none: null }],
    ['2u', 2],
  ])('%s', (text, expected) => expect(value(text, scope)).toEqual(expected));

  test.each([
    ['tasks.other.output', 'error: field not found: other'],
    ['inputs.level / 0', 'error: int divide by zero'],
    ['inputs.__proto__', 'error: field not found: __proto__'],
    ['9007199254740993', 'error: the value is an integer beyond 2^53 - 1: make it a string'],
    ['{1: 2}', 'error: the keys of a map must be strings'],
    ['timestamp("2026-01-01T00:00:00Z")', 'error: the value has no JSON form: make it a string'],
  ])('%s is an error and not an exception', (text, expected) => expect(value(text, scope)).toBe(expected));

  test.each([
    ['inputs.ratio * 100.0', 100],
    ['100.0 * inputs.ratio', 100],
    ['inputs.part * inputs.level', 1.5],
    ['inputs.part + 1 > 1 && 1 - inputs.part < 1', true],
    ['inputs.level / 2.0', 1.5],
    ['inputs.level / 2', 1],
    ['double(inputs.level) / 2', 1.5],
    ['[inputs.ratio, inputs.part].map(x, x * 2.0)', [2, 1]],
    ['inputs.level % 2', 1],
  ])('whole and fractional numbers mix: %s', (text, expected) => {
    expect(value(text, { inputs: { ratio: 1, part: 0.5, level: 3 } })).toEqual(expected);
  });

  test('JSON comes back unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const clean: unknown = JSON.parse(JSON.stringify(json));
        const outcome = createMeasure().evaluate(parseExpression('inputs'), { inputs: clean });
        return outcome.ok && JSON.stringify(outcome.value) === JSON.stringify(clean);
      }),
    );
  });

  const long = Array.from({ length: 50_000 }, (_, index) => index);
  const text = 'zy'.repeat(64_000);
  test.each([
    ['loops in loops', 'inputs.long.all(x, inputs.long.exists(y, x == y))'],
    ['a search in a loop', 'inputs.long.all(x, !inputs.text.contains("zz"))'],
    ['a loop that is not written as one', 'inputs.long.all(x, x in inputs.long)'],
    ['a comparison of lists in a loop', 'inputs.long.all(x, inputs.long == inputs.same)'],
    ['a loop over a map in a loop', 'inputs.map.all(x, inputs.map.all(y, true))'],
    ['lists that are put together', `(${'inputs.long + '.repeat(100)}inputs.long).all(x, true)`],
    ['a list that grows', 'inputs.long.map(x, x)'],
    ['a text that grows', `inputs.long.map(x, inputs.text${' + inputs.text'.repeat(50)})`],
    ['the same text many times', 'inputs.long.map(x, inputs.text)'],
    ['a pattern that is long in a few words', 'inputs.text.matches("((y|z)?x?){200}$")'],
    ['a pattern made anew for each item', 'inputs.long.all(x, "".matches("(a{50}){20}" + string(x)) || true)'],
    ['a large literal in a loop', `inputs.long.map(x, [${'1, '.repeat(900)}1])`],
    ['a clock that is read in a loop', 'inputs.long.map(x, timestamp("2026-01-01T00:00:00Z")).size()'],
    ['a time zone in a loop', 'inputs.long.all(x, timestamp("2026-01-01T00:00:00Z").getHours("Europe/Berlin") >= 0)'],
    ['work whose error is not asked for', 'true || inputs.long.all(x, !inputs.text.contains("zz"))'],
  ])('excessive work stops at a bound: %s', { timeout: 20_000 }, (name, expression) => {
    const map = Object.fromEntries(long.slice(0, 5_000).map((n) => [`k${n}`, n]));
    const said = value(expression, { inputs: { long, same: [...long], text, map } });
    if (name === 'work whose error is not asked for') expect(said).toBe(true);
    else expect(said).toBe('error: too much work: the limit is 500000 steps');
  });

  test.each([
    ['inputs.many.all(x, x >= 0)', true],
    ['inputs.many.filter(x, x < 0).size()', 0],
    ['inputs.many.map(x, x + 1).size() > 0', 'error: too much work: the limit is 500000 steps'],
    ['inputs.long.map(x, x)[999]', 'error: too much work: the limit is 500000 steps'],
    ['inputs.few.map(x, x).filter(x, x % 2 == 0).map(x, x * 2)[999]', 3_996],
    ['inputs.few.all(x, x in inputs.few.map(y, y))', 'error: too much work: the limit is 500000 steps'],
    ['inputs.some.all(x, x in inputs.few)', true],
    ['inputs.text.matches("^([zy]{2})+$")', true],
    ['inputs.few + inputs.few == inputs.twice', true],
  ])('%s is within the budget or not', (expression, expected) => {
    const few = long.slice(0, 2_000);
    const inputs = { long, few, some: few.slice(0, 100), many: long.slice(0, 20_000), twice: [...few, ...few], text };
    expect(value(expression, { inputs })).toEqual(expected);
  });
});

describe('parsing an expression', () => {
  test.each([
    ['1 +', /column 3/],
    [`${'('.repeat(800)}1${')'.repeat(800)}`, /128 deep/],
    [`inputs${'.a'.repeat(800)}`, /128 deep/],
    [`1${' + 1'.repeat(800)}`, /128 deep/],
    [`"${'x'.repeat(5_000)}"`, /at most 4096 characters/],
    ['[1].all(a, [1].all(b, [1].all(c, true)))', /stand 2 deep/],
  ])('%# is refused', (text, message) => expect(() => parseExpression(text)).toThrow(message));

  test('it lists the names that it reads', () => {
    const { roots, references } = parseExpression('tasks.lint.result == "x" && tasks["a-b"].x && inputs.all(i, i > 0)');
    expect([...roots]).toEqual(['tasks', 'inputs']);
    expect(references).toEqual([
      { root: 'tasks', member: 'lint' },
      { root: 'tasks', member: 'a-b' },
    ]);
  });
});

describe('an input with expressions', () => {
  const input = { a: '${{ inputs.n + 1 }}', b: ['plain', '${{ inputs.s }}'], c: { d: 'x ${{ no }} y' } };

  test('is filled in with values of any type', () => {
    expect(fillTemplates({ a: input.a, b: input.b }, { inputs: { n: 1, s: 'text' } })).toEqual({
      a: 2,
      b: ['plain', 'text'],
    });
  });

  test('many expressions share the budget of one', () => {
    const long = Array.from({ length: 2_000 }, (_, index) => index);
    const one = '${{ inputs.long.filter(x, x < 0).size() }}';
    expect(fillTemplates({ a: one }, { inputs: { long } })).toEqual({ a: 0 });
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`a${n}`, one]));
    expect(() => fillTemplates(many, { inputs: { long } })).toThrow(/too much work/);
  });

  test('an expression that fails names its member', () => {
    const fill = (): unknown => fillTemplates({ b: ['${{ inputs.none }}'] }, { inputs: {} });
    expect(fill).toThrow(
      expect.objectContaining({
        code: 'EXPRESSION_INVALID',
        fields: expect.objectContaining({ pointer: '/input/b/0' }),
      }),
    );
  });
});
