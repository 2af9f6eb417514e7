import { LIMITS } from '@dome/contracts';
import { processorMs } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { parseOutputFile } from '../../src/outcome/output-file.ts';

describe('the output file', () => {
  const schema = {
    type: 'object',
    properties: { n: { type: 'integer' }, ok: { type: 'boolean' }, list: { type: 'array' }, text: { type: 'string' } },
  };
  test('is JSON, or lines that the schema gives types', () => {
    expect(parseOutputFile(' {"n": 1}', schema)).toEqual({ n: 1 });
    expect(parseOutputFile('n=1\nok=true\r\nlist=[1,2]\ntext=a=b\nother=1\n\n', schema)).toEqual({
      n: 1,
      ok: true,
      list: [1, 2],
      text: 'a=b',
      other: '1',
    });
    expect(parseOutputFile('text<<END\none\ntwo=2\nEND\nn=2', schema)).toEqual({ text: 'one\ntwo=2', n: 2 });
    expect(parseOutputFile('', schema)).toEqual({});
    expect(Object.hasOwn(parseOutputFile('__proto__=x', schema), '__proto__')).toBe(true);
  });
  test.each([
    ['{"n":', 'not JSON'],
    ['n=one', 'n is not a number'],
    ['ok=yes', 'ok is neither'],
    ['list=1,2', 'list is not JSON'],
    ['no equals', 'line 1'],
    ['[1]', 'line 1'],
    ['n=1\nn=0', 'gives /n more than once'],
    ['n<<E\n1\nE\nn = 0', 'gives /n more than once'],
    ['a/b=1\na/b=1', 'gives /a~1b more than once'],
    ['{"failed":3,"failed":0}', 'gives /failed more than once'],
    ['{"a":[{},{"b":1,"\\u0062":2}]}', 'gives /a/1/b more than once'],
    ['list=[{"a":1,"a":2}]', 'gives /list/0/a more than once'],
    ['text<<END\nnever', 'END never comes'],
  ])('%j is refused with the reason', (text, message) => {
    expect(() => parseOutputFile(text, schema)).toThrow(message);
  });
});

describe('the schema decides how a value of the output file is read', () => {
  const schema = {
    type: 'object',
    $defs: { count: { type: 'integer' } },
    properties: {
      either: { type: ['integer', 'null'] },
      level: { enum: [1, 2] },
      mode: { anyOf: [{ type: 'integer' }, { enum: ['auto'] }] },
      referred: { $ref: '#/$defs/count' },
      fixed: { const: true },
      version: { type: ['string', 'number'] },
      tag: { type: ['string', 'integer'], pattern: '^v' },
      small: { type: 'integer', maximum: 3 },
      free: {},
    },
    patternProperties: { '^is': { type: 'boolean' } },
    additionalProperties: { type: 'number' },
  };
  test.each([
    ['either=3', { either: 3 }],
    ['either=null', { either: null }],
    ['level=2', { level: 2 }],
    ['mode=3', { mode: 3 }],
    ['mode=auto', { mode: 'auto' }],
    ['referred= 7 ', { referred: 7 }],
    ['referred=007', { referred: 7 }],
    ['fixed=true', { fixed: true }],
    ['version=1.10', { version: '1.10' }],
    ['tag=3', { tag: 3 }],
    ['tag=v3', { tag: 'v3' }],
    ['free=3', { free: '3' }],
    ['isOpen=false', { isOpen: false }],
    ['other=0.5', { other: 0.5 }],
    // A value that fits nothing is left to the check of the whole, which names what is wrong with it.
    ['small=5', { small: 5 }],
    ['level=high', { level: 'high' }],
  ])('%s', (text, output) => expect(parseOutputFile(text, schema)).toEqual(output));
});

test('the largest output of lines costs little, whatever the schema says of its members', () => {
  const lines = Array.from({ length: LIMITS.outputBytes / 8 }, (_, index) => `${index.toString(36)}=1`).join('\n');
  const schema = {
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'string', pattern: '^(a+)+$' }, { type: 'number' }] },
  };
  const spentMs = processorMs(() => {
    expect(Object.keys(parseOutputFile(lines, schema))).toHaveLength(LIMITS.outputBytes / 8);
  });
  expect(spentMs).toBeLessThan(2_000);
});
