import { ERRORS } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { readPlan } from '../src/read-plan.ts';
import { PLAN, POLICY } from '@dome/testkit';

test('an expression that cannot be parsed is an error of its document, as the catalogue says', () => {
  const policy = POLICY.replace('tasks.test.output.failed == 0', 'tasks.test.output.failed == (');
  expect(() => readPlan({ plan: PLAN, policy, needsPolicy: true })).toThrow(
    expect.objectContaining({ code: 'PLAN_INVALID' }),
  );
  expect(ERRORS.PLAN_INVALID.hint).toContain('expression');
  expect(ERRORS.EXPRESSION_INVALID.title).toBe('An expression cannot be evaluated.');
});

describe('a text designed to be costly', () => {
  test.each([
    ['signs without end', `[${','.repeat(200_000)}]`],
    ['brackets without end', '['.repeat(200_000)],
    ['lists of lists', '- '.repeat(130_000)],
    ['references without end', `a: &a 1\nb:\n${'- *a\n'.repeat(50_000)}`],
    ['values without end', `[${'1,'.repeat(100_000)}]`],
  ])('%s: is refused before it is parsed', (_what, text) => {
    expect(() => readPlan({ plan: text, needsPolicy: false })).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
    );
  });
});
