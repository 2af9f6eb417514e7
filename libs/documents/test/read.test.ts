import { canonicalText } from '@dome/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readDocument } from '../src/index.ts';

const limits = { bytesMax: 10_000, depthMax: 20 };

function refusal(source: Uint8Array | string): string {
  const read = readDocument(source, limits);
  if (read.ok) throw new Error(`read as ${JSON.stringify(read.document.value)}`);
  const { line, column, pointer, message } = read.fault;
  return `${line}:${column}: ${pointer === '' ? '' : `${pointer} `}${message}`;
}

function value(source: Uint8Array | string): unknown {
  const read = readDocument(source, limits);
  if (!read.ok) throw new Error(read.fault.message);
  return read.document.value;
}

/** A value that has a digest: no integer beyond 2^53 - 1. */
function isExact(json: unknown): boolean {
  try {
    return canonicalText(json) !== '';
  } catch {
    return false;
  }
}

describe('a document', () => {
  test('is YAML 1.2, of which JSON is a part', () => {
    expect(value('a: 1\nb: [x, yes, 0x1F, 1.50, null]\n')).toEqual({ a: 1, b: ['x', 'yes', 31, 1.5, null] });
    expect(value('{"a":\t1,\n\t"b": "\\u00e9\\/"}')).toEqual({ a: 1, b: 'é/' });
    expect(value('a: !!str 12\nb: !!int "7"\n')).toEqual({ a: '12', b: 7 });
    expect(value('a: &x {b: 1}\nc: *x\n')).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  test('of any value that JSON carries exactly is that value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const text = JSON.stringify(json);
        fc.pre(isExact(json));
        const clean: unknown = JSON.parse(text);
        expect(value(text)).toEqual(clean);
      }),
    );
  });

  test('knows where each member stands, also behind an alias', () => {
    const read = readDocument('a:\n  - b: 1\n  - &x { c: 2 }\nd: *x\n', limits);
    if (!read.ok) throw new Error(read.fault.message);
    const { positionOf } = read.document;
    expect(positionOf('/a/0/b')).toEqual({ line: 2, column: 5 });
    expect(positionOf('/d/c')).toEqual({ line: 3, column: 10 });
    expect(positionOf('/a/1/none')).toEqual({ line: 3, column: 8 });
  });
});

describe('anything that would silently change the meaning of a document is refused with its place', () => {
  test.each([
    ['a tag', 'input: { json: !secret DB_PASS }', '1:16: the tag !secret has no meaning here'],
    ['a tag on a map', 'a:\n  b: !vault\n    c: 1\n', '2:6: the tag !vault has no meaning here'],
    ['a tag of YAML 1.1', 'a: !!binary aGk=', '1:4: the tag tag:yaml.org,2002:binary has no meaning here'],
    ['a merge key', 'a: &x { b: 1 }\nc:\n  <<: *x\n  d: 1\n', '3:3: the merge key << is not part of YAML 1.2'],
    ['an older version', '%YAML 1.1\n---\na: yes\n', '1:1: is written as YAML 1.1'],
    ['a directive that nobody knows', '%FOO bar\n---\na: 1\n', '1:1: Unknown directive %FOO'],
    ['a number that no number holds', 'sha: 12e4567\n', '1:6: 12e4567 is not a number that JSON can represent'],
    ['infinity', 'a: [.inf]\n', '1:5: .inf is not a number that JSON can represent'],
    [
      'an integer that would be rounded',
      '{"id": 12345678901234567890}',
      '1:8: the integer 12345678901234567890 lies beyond',
    ],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', '3:1: the key a stands here twice'],
    ['a second document', 'a: 1\n---\nb: 1\n', '2:1: there is more than one document'],
    ['a key that is no text', '? [a]\n: 1\n', '1:3: the name of a member must be text'],
    ['depth', `a: ${'['.repeat(30)}${']'.repeat(30)}`, '1:9: /a/0/0/0/0/0 is nested more than 20 deep'],
    [
      'aliases that multiply',
      `a: &a [x]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]\n`,
      '1:1: its aliases repeat',
    ],
  ])('%s', (_, text, message) => expect(refusal(text)).toContain(message));

  test('but quoted text is text', () => {
    expect(value('a: "!secret X"\n"<<": 1\nsha: "12e4567"\n')).toEqual({ a: '!secret X', '<<': 1, sha: '12e4567' });
  });

  test('and a text that is too large is reported as such', () => {
    const read = readDocument('x'.repeat(10_001), limits);
    expect(read).toMatchObject({ ok: false, fault: { isTooLarge: true, message: 'has 10001 bytes, at most 10000' } });
  });
});

describe('everything that the text itself says is told at once', () => {
  const faults = (text: string): string[] => {
    const read = readDocument(text, limits);
    return read.ok
      ? []
      : read.faults.map(({ line, column, message, hint }) => `${line}:${column} ${message} | ${hint}`);
  };

  test('what stands alone, in the order of the text, and the document beside it', () => {
    const text = 'z: !a 1\na: 1\na: 2\nb: *x\nc: 12345678901234567890\nd: { <<: 1 }\n';
    expect(faults(text).map((fault) => fault.replace(/ \|.*/, ''))).toEqual([
      '1:4 the tag !a has no meaning here, and its value would be taken as plain text',
      '3:1 the key a stands here twice',
      '4:4 the alias *x stands for nothing that comes before it',
      '5:4 the integer 12345678901234567890 lies beyond 2^53 - 1 and would be rounded',
      '6:6 the merge key << is not part of YAML 1.2',
    ]);
    expect(readDocument('a: 1\na: 2\n', limits)).toMatchObject({ ok: false, document: { value: { a: 2 } } });
  });

  test.each([
    [
      'a colon in a text',
      'title: Build: it\n',
      ['1:8 a colon and a space in a text begin a member, and here none may begin | Quote it: "Build: it"'],
    ],
    [
      'a ternary in an expression',
      'a: ${{ x ? "b" : "c" }}\n',
      [
        '1:4 a colon and a space in a text begin a member, and here none may begin | Quote it: \'${{ x ? "b" : "c" }}\'',
      ],
    ],
    [
      'tabs, once',
      'a:\n\tb: 1\n\tc: 1\n',
      ['2:1 is indented by a tab | YAML is indented by spaces: replace the tabs.'],
    ],
    [
      'a reserved sign',
      'a: @x\nb: `y`\n',
      ['1:4 a text cannot begin with @ | Quote it: "@x"', '2:4 a text cannot begin with ` | Quote it: "`y`"'],
    ],
    [
      'escapes',
      'a: "\\d"\nb: "\\w"\n',
      [
        '1:5 \\d means nothing in double quotes | Write \\\\d, or put the text in single quotes, in which a backslash is itself.',
        '2:5 \\w means nothing in double quotes | Write \\\\w, or put the text in single quotes, in which a backslash is itself.',
      ],
    ],
    [
      'an apostrophe',
      "a: 'it's'\n",
      [
        "1:8 the text has ended before this | In single quotes an apostrophe is written twice: 'it''s'. In double quotes a quote is written \\\".",
      ],
    ],
    ['a text without an end', 'a: "x\nb: 1\n', ['1:4 the text that begins here has no closing " | undefined']],
    ['a list without an end', 'a: [1, 2\nb: 1\n', ['2:1 a list that begins with [ before this has no ] | undefined']],
    [
      'no space after the colon',
      'name:x\nb: 1\n',
      [
        '1:1 is no member and no item | A member is written `name: value` and an item `- value`, each with a space after the sign.',
      ],
    ],
    [
      'indentation',
      'a:\n  b: 1\n c: 1\nd: [\n',
      ['3:1 is indented otherwise than the members before it | Members of one object begin in the same column.'],
    ],
  ])('in words for its writer: %s', (_, text, expected) => expect(faults(text)).toEqual(expected));
});

describe('a file in another encoding is not read as if it were UTF-8', () => {
  const text = 'name: café\nnext: 1\n';

  test('a UTF-8 byte order mark is skipped', () => {
    expect(value(Buffer.from(`\uFEFF${text}`))).toEqual({ name: 'café', next: 1 });
    expect(value(Buffer.from(text))).toEqual({ name: 'café', next: 1 });
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), '1:1: is UTF-16 (little endian), not UTF-8'],
    ['UTF-16 without one', Buffer.from(text, 'utf16le'), '1:1: is UTF-16 (little endian), not UTF-8'],
    [
      'UTF-16 the other way',
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      '1:1: is UTF-16 (big endian), not UTF-8',
    ],
    ['Latin-1', Buffer.from(text, 'latin1'), '1:10: is not UTF-8: the byte 0xE9 would be "é" in Latin-1'],
    [
      'Latin-1 behind another character',
      Buffer.concat([Buffer.from('a: ü\nb: �'), Buffer.of(0xfc)]),
      '2:5: is not UTF-8',
    ],
    ['UTF-8 that was cut', Buffer.from('a: é').subarray(0, 4), '1:4: is not UTF-8'],
  ])('%s', (_, bytes, message) => expect(refusal(bytes)).toContain(message));
});
