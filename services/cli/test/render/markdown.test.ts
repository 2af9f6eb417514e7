import { expect, test } from 'vitest';

import { markdownLines } from '../../src/render/markdown.ts';
import type { Paint } from '../../src/terminal/style.ts';
import { plain } from '../../src/terminal/style.ts';

const marked: Paint = (style, text) => `<${style}>${text}</>`;

test('headings, lists, bold text, code and links lose their marks and keep their words', () => {
  const text = '## Two of 48 tests failed\n\n- **cart**: `total` is wrong, see [the page](https://x.test/a)\n> quoted';
  expect(markdownLines(text, plain)).toEqual([
    'Two of 48 tests failed',
    '',
    '• cart: total is wrong, see the page (https://x.test/a)',
    '│ quoted',
  ]);
  expect(markdownLines('# A `b` c\n**d** `e`', marked)).toEqual(['<bold>A b c</>', '<bold>d</> <cyan>e</>']);
});

test('code between fences is left as it is', () => {
  expect(markdownLines('```diff\n- **a**\n# b\n```\n- c', plain)).toEqual(['  - **a**', '  # b', '• c']);
});

test('what is no markup stays: stars that multiply, names with underscores, a table', () => {
  const text = '2 * 3 * 4\nsnake_case_name and __init__.py\n| a | b |\n| - | - |';
  expect(markdownLines(text, plain)).toEqual([
    '2 * 3 * 4',
    'snake_case_name and __init__.py',
    '| a | b |',
    '| - | - |',
  ]);
});

test('a summary cannot move the cursor', () => {
  expect(markdownLines('\u001b[2Jgone\u0007', plain)).toEqual(['gone']);
});
