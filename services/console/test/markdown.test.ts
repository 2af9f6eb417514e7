import { expect, test } from 'vitest';

import { markdownBlocks, markdownSpans, plainLine } from '../src/look/markdown.ts';

test('blocks are told apart', () => {
  const text = [
    '# Title',
    'one\ntwo',
    '- a\n  - b\n- c\n  goes on',
    '1. x\n2. y',
    '| h | i |\n| :-- | --: |\n| 1 | a \\| b |\n| 2 |',
    '> said\n> - by',
    '```js\nlet a;\n```',
    '---',
  ].join('\n\n');
  expect(markdownBlocks(text)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'one\ntwo' },
    {
      kind: 'list',
      isOrdered: false,
      items: [
        { text: 'a', blocks: [{ kind: 'list', isOrdered: false, items: [{ text: 'b', blocks: [] }] }] },
        { text: 'c\ngoes on', blocks: [] },
      ],
    },
    {
      kind: 'list',
      isOrdered: true,
      items: [
        { text: 'x', blocks: [] },
        { text: 'y', blocks: [] },
      ],
    },
    {
      kind: 'table',
      head: ['h', 'i'],
      rows: [
        ['1', 'a | b'],
        ['2', ''],
      ],
    },
    {
      kind: 'quote',
      blocks: [
        { kind: 'paragraph', text: 'said' },
        { kind: 'list', isOrdered: false, items: [{ text: 'by', blocks: [] }] },
      ],
    },
    { kind: 'code', text: 'let a;' },
    { kind: 'rule' },
  ]);
});

test('only an address of the web is a link, and what looks like HTML is text', () => {
  expect(markdownSpans('see [the site](https://example.org/) or https://example.org/x.')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'the site', href: 'https://example.org/' },
    { kind: 'text', text: ' or ' },
    { kind: 'link', text: 'https://example.org/x', href: 'https://example.org/x' },
    { kind: 'text', text: '.' },
  ]);
  for (const text of ['[x](javascript:alert(1))', '![x](data:text/html,1)', '<img src=x onerror=alert(1)>'])
    expect(markdownSpans(text).every(({ kind }) => kind === 'text')).toBe(true);
});

test('what stands between backticks is left alone, and a name with underscores is no emphasis', () => {
  expect(markdownSpans('**48** of `**50**` in snake_case_name, *now* ~~or never~~')).toEqual([
    { kind: 'strong', text: '48' },
    { kind: 'text', text: ' of ' },
    { kind: 'code', text: '**50**' },
    { kind: 'text', text: ' in snake_case_name, ' },
    { kind: 'emphasis', text: 'now' },
    { kind: 'text', text: ' ' },
    { kind: 'struck', text: 'or never' },
  ]);
});

test.each([
  ['- **6** pass, `checkout` fails', '6 pass, checkout fails'],
  ['## [Report](https://example.org) of *today*', 'Report of today'],
  ['a * b and 2_000_000', 'a * b and 2_000_000'],
])('the line %j says %j without its marks', (line, plain) => {
  expect(plainLine(line)).toBe(plain);
});
