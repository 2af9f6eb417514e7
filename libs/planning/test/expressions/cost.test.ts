// L11: a budget allows a twentieth of a second of a process, whatever the work. The bound is ten times that, in processor
// time, so that a busy machine does not fail it; uncounted work took far longer.
import { processorMs } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createMeasure } from '../../src/expressions/measure.ts';
import { fillTemplates } from '../../src/expressions/template.ts';

const BOUND_MS = 500;

const long = Array.from({ length: 20_000 }, (_, n) => n);
const scope = { inputs: { long, few: long.slice(0, 700), text: 'a'.repeat(120_000) } };

test.each([
  ['a clock', 'inputs.long.map(x, timestamp("2026-01-01T00:00:00Z")).size()'],
  ['a duration', 'inputs.long.map(x, duration("1h2m")).size()'],
  ['a time zone', 'inputs.long.all(x, timestamp("2026-01-01T00:00:00Z").getHours("Europe/Berlin") >= 0)'],
  ['a fold of every letter', 'inputs.few.all(x, "a".matches("(?i)[\\\\x{80}-\\\\x{1e900}]" + string(x)) || true)'],
  ['a pattern anew for each', 'inputs.long.all(x, "a".matches("(a{5}|b){9}" + string(x)) || true)'],
  ['a list that grows', 'inputs.long.map(x, x).size()'],
  ['a large literal', `inputs.long.map(x, [${'1, '.repeat(1_200)}1]).size()`],
  ['lists that are put together', 'inputs.few.map(x, inputs.long + inputs.long).size()'],
  ['a text that is measured', 'inputs.long.all(x, size(inputs.text) > 0)'],
])('%s in a loop costs no more than a budget allows', (_, text) => {
  expect(processorMs(() => createMeasure().evaluateText(text, scope))).toBeLessThan(BOUND_MS);
});

test('an input of many small expressions over a large scope costs no more either', () => {
  const tasks = Object.fromEntries(
    long.slice(0, 250).map((n) => [`t${n}`, { output: { n, items: long.slice(0, 900) } }]),
  );
  const input = Object.fromEntries(long.slice(0, 2_000).map((n) => [`a${n}`, `\${{ ${n} + tasks.t1.output.n }}`]));
  expect(processorMs(() => evaluated(input, { ...scope, tasks }))).toBeLessThan(BOUND_MS);
});

/** The error "too much" is an answer as well. */
function evaluated(input: Record<string, unknown>, of: Record<string, unknown>): unknown {
  try {
    return fillTemplates(input, of);
  } catch (error) {
    return error;
  }
}
