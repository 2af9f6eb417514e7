import { expect, test } from 'vitest';

import { expressionIn, hasTemplates, isMixed, templateOf, templatesIn } from '../src/template.ts';

const input = {
  a: '${{ inputs.n }}',
  b: [1, '${{ tasks.t.output }}'],
  c: { d: 'v${{ inputs.n }}' },
  e: 'plain',
  '${{': 1,
};

test('templates are found in values with their pointers, mixed ones too', () => {
  expect(templatesIn(input).map(({ pointer }) => pointer)).toEqual(['/a', '/b/1', '/c/d']);
  expect(hasTemplates(input)).toBe(true);
  expect(hasTemplates({ '${{ a }}': 'b' })).toBe(false);
});

test.each<[text: string, expression: string | undefined, mixed: boolean]>([
  ['${{ inputs.n }}', 'inputs.n', false],
  ['  ${{a}}\n', 'a', false],
  ['v${{ a }}', undefined, true],
  ['${{ a }} ${{ b }}', undefined, true],
  ['${{ a', undefined, true],
  ['plain', undefined, false],
  ['$ { a }', undefined, false],
])('%j stands for %j', (text, expression, mixed) => {
  expect(expressionIn(text)).toBe(expression);
  expect(isMixed(text)).toBe(mixed);
});

test('a template that is written is read back', () => {
  expect(expressionIn(templateOf('inputs["n"]'))).toBe('inputs["n"]');
});
