import { describe, expect, test } from 'vitest';

import { parseExpression } from '../../src/expressions/expression.ts';
import { inferType } from '../../src/typing/infer.ts';
import { inWords } from '../../src/typing/misfit.ts';
import { schemaType } from '../../src/typing/schema-type.ts';

const inputs = schemaType({
  type: 'object',
  additionalProperties: false,
  properties: {
    dir: { type: 'string' },
    count: { type: 'integer' },
    ratio: { type: 'number' },
    strict: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    files: { type: 'array', items: { $ref: '#/$defs/file' } },
    level: { enum: ['low', 'high'] },
    either: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/file' }] },
    both: { allOf: [{ $ref: '#/$defs/file' }, { type: 'object', required: ['path'] }] },
    tree: { $ref: '#/$defs/tree' },
    free: {},
    env: { type: 'object', additionalProperties: { type: 'string' } },
    by: { type: 'object', patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false },
  },
  $defs: {
    file: {
      type: 'object',
      additionalProperties: false,
      properties: { path: { type: 'string' }, size: { type: 'integer' } },
    },
    tree: {
      type: 'object',
      additionalProperties: false,
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/tree' } } },
    },
  },
});
const inferred = (text: string) => inferType(parseExpression(text), (name) => (name === 'inputs' ? inputs : undefined));
const said = (text: string): string[] =>
  inferred(text).misfits.map(({ says, hint }) => (hint === undefined ? says : `${says} | ${hint}`));

describe('a part of an expression that cannot work', () => {
  test.each([
    ['inputs.dirr', 'inputs has no member dirr; did you mean dir?'],
    ['inputs["dirr"]', 'inputs has no member dirr; did you mean dir?'],
    ['inputs.files[0].nmae', 'inputs.files[0] has no member nmae | There is: path, size.'],
    ['inputs.files.path', 'inputs.files is a list, and has no member path'],
    ['inputs.dir.length', 'inputs.dir is text, and has no member length'],
    ['inputs.both.pth', 'inputs.both has no member pth; did you mean path?'],
    ['inputs.either.size2', 'inputs.either has no member size2; did you mean size?'],
    [
      'inputs.tree.children[0].children[1].nam',
      'inputs.tree.children[0].children[1] has no member nam; did you mean name?',
    ],
    ['inputs.env.HOME.x', 'inputs.env.HOME is text, and has no member x'],
    ['inputs.files.all(f, f.sise > 0)', 'f has no member sise; did you mean size?'],
    [
      'inputs.files.filter(f, f.size > 0)[0].pat',
      'inputs.files.filter(f, f.size > 0)[0] has no member pat; did you mean path?',
    ],
    ['inputs.files.map(f, f.path)[0].size', 'inputs.files.map(f, f.path)[0] is text, and has no member size'],
    ['inputs.env.all(name, name.value == "")', 'name is text, and has no member value'],
    ['inputs.dir.all(c, true)', 'inputs.dir is text, and only a list or an object can be gone through'],
    ['inputs.count > "3"', 'inputs.count > "3" compares a number with text | Write 3 without the quotes.'],
    [
      'inputs.count < inputs.dir',
      'inputs.count < inputs.dir compares a number with text | double(…) makes a number of text, string(…) makes text of a number.',
    ],
    ['inputs.tags < inputs.tags', 'inputs.tags < inputs.tags compares a list with a list, which have no order'],
    [
      'inputs.dir < timestamp("2026-01-01T00:00:00Z")',
      'inputs.dir < timestamp("2026-01-01T00:00:00Z") compares text with a time | timestamp(…) makes a time of text.',
    ],
    [
      '"v" + inputs.count',
      '"v" + inputs.count adds a number to text | double(…) makes a number of text, string(…) makes text of a number.',
    ],
    ['inputs.strict + 1', 'inputs.strict + 1 adds a number to true or false'],
    ['inputs.count % 2.5', 'inputs.count % 2.5 asks for the remainder of a number by a number: % takes whole numbers'],
    ['"a" in inputs.dir', '"a" in inputs.dir looks for text in text'],
    ['len(inputs.tags)', 'CEL has no function len; did you mean size?'],
    ['inputs.tags.length()', 'CEL has no method length; did you mean size?'],
    ['inputs.dir.startswith("a")', 'CEL has no method startswith; did you mean startsWith?'],
    ['size(inputs.tags, 1)', 'size takes 1 argument, and is given 2'],
    ['size(inputs.count)', 'size takes text, a list, an object or bytes, and inputs.count is a number'],
    ['contains(inputs.dir, "a")', 'contains is called on a value | Write x.contains(…).'],
    ['inputs.count.int()', 'int is a function, and not called on a value | Write int(x).'],
    ['inputs.count.contains("1")', 'contains is called on text, and inputs.count is a number'],
    ['inputs.dir.contains(3)', 'contains takes text, and 3 is a number'],
    ['has(inputs)', 'has() is not called like this | Write has(inputs.name).'],
    ['inputs.tags.all(x)', 'all() is not called like this | Write list.all(x, x > 0).'],
    ['inputs.tags["first"]', 'inputs.tags is a list, and has no member first'],
    ['inputs.count[0]', 'inputs.count is a number, and has no elements'],
    ['inputs.tags[inputs.dir]', 'inputs.tags is a list: its elements are found by number, not by text'],
    ['inputs.tags[null]', 'null in brackets names no element'],
    ['inputs.dir && inputs.strict', 'inputs.dir is text, where only true or false will do'],
    ['inputs.count ? 1 : 2', 'inputs.count is a number, where only true or false will do'],
    ['!inputs.dir', '! takes true or false, and inputs.dir is text'],
    ['-inputs.dir', '- takes a number, and inputs.dir is text'],
    ['{"a": 1}.b', '{"a": 1} has no member b; did you mean a?'],
    ['inputs.strict || inputs.dirr == "x"', 'inputs has no member dirr; did you mean dir?'],
  ])('%s', (text, says) => {
    expect(said(text)).toEqual([says]);
  });

  test('is told once, and so is every other', () => {
    expect(said('len(inputs.dirr) > 0 && inputs.count > "3"')).toEqual([
      'inputs has no member dirr; did you mean dir?',
      'CEL has no function len; did you mean size?',
      'inputs.count > "3" compares a number with text | Write 3 without the quotes.',
    ]);
  });
});

describe('what may work', () => {
  test.each([
    'inputs.free.anything.at[0].all > "3"',
    'inputs.by["x-any"] == "1"',
    'inputs.either.path == "a"',
    'inputs.either.startsWith("a")',
    'inputs.ratio * 100.0 > inputs.count',
    'inputs.count + 0.5 > 1',
    'inputs.env["PATH"] + ":" + inputs.env.HOME',
    'inputs.files.exists(f, f.size > 3 && f.path.endsWith(".sql"))',
    'inputs.tags.map(t, size(t)).filter(n, n > 2).all(n, n < 9)',
    'has(inputs.nosuch) && inputs.nosuch.deep > 3',
    'has(inputs.nosuch) ? inputs.nosuch : "none"',
    '"nosuch" in inputs && inputs.nosuch == 1',
    'type(inputs.count) == string && inputs.count.startsWith("1")',
    'inputs.count == "3" || inputs.level == "none"',
    'timestamp("2026-01-01T00:00:00Z").getFullYear() == 2026',
    'duration("1h") > duration("30m")',
    '[] == inputs.tags || [1, "a"][0] == 1',
    '[].all(x, x.nosuch)',
    'inputs[inputs.dir]',
    '{"a": {"b": 1}}.a.b + 1',
    '{inputs.dir: 1}["x"]',
  ])('%s is not refused', (text) => {
    expect(said(text)).toEqual([]);
  });
});

describe('the kind of a value', () => {
  test.each([
    ['inputs.count', 'a number'],
    ['inputs.count > 3', 'true or false'],
    ['inputs.level', 'text'],
    ['inputs.strict ? inputs.dir : null', 'text or null'],
    ['inputs.tags.all(t, t == "")', 'true or false'],
    ['inputs.tags.exists_one(t, t == "")', 'true or false'],
    ['inputs.tags.filter(t, t == "")', 'a list'],
    ['inputs.files[0]', 'an object'],
    ['{"a": 1}', 'an object'],
    ['size(inputs.tags)', 'a number'],
    ['string(inputs.count) + "x"', 'text'],
    ['timestamp(inputs.dir)', 'a time'],
    ['type(inputs.dir)', 'a type'],
    ['has(inputs.dir)', 'true or false'],
    ['inputs.either', 'text or an object'],
  ])('of %s is %s', (text, words) => {
    expect(inWords(inferred(text).type)).toBe(words);
  });
});

test('alternatives that lead to each other on every step are no more work than their parts', () => {
  const either = (...names: string[]) => ({ anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) });
  const part = (...names: string[]) => ({
    type: 'object',
    additionalProperties: false,
    properties: { a: either(...names), b: either(...names) },
  });
  const of = schemaType({ ...either('x', 'y'), $defs: { x: part('x', 'y'), y: part('y', 'z'), z: part('z', 'x') } });
  const text = `inputs${'.a.b'.repeat(50)}.c`;
  const { misfits } = inferType(parseExpression(text), () => of);
  expect(misfits.length).toBeLessThanOrEqual(1);
});
