import { expect, test } from 'vitest';

import { documentsError, faultBody, readWritten } from '../src/index.ts';

const limits = { bytesMax: 10_000, depthMax: 20 };
const HEAD = 'apiVersion: dome/v1\nkind: Plan\nname: a\nversion: 1.0.0\n';

const faults = (text: string): string[] => {
  const read = readWritten(text, 'Plan', limits);
  return read.ok
    ? []
    : read.faults.map(
        ({ line, column, pointer, message, hint }) => `${line}:${column} ${pointer} ${message} | ${hint}`,
      );
};

test('text and schema are told together, in the order of the text', () => {
  const text = `${HEAD.replace('name: a', 'name: a\nname: b').replace('1.0.0', '1.10')}tasks:\n  lint:\n    usess: x@1\n`;
  expect(faults(text)).toEqual([
    '4:1  the key name stands here twice | undefined',
    '5:1 /version must be a version of three numbers, as text, such as 1.2.0; it is the number 1.1 | Write 1.10.0',
    '8:5 /tasks/lint/usess is not a field here; did you mean uses? | undefined',
  ]);
});

test.each([
  ['a number', '012', '/title must be text; it is the number 12 | Quote it: "012"'],
  ['a boolean', 'true', '/title must be text; it is true | Quote it: "true"'],
  ['nothing', '~', '/title must be text; it is empty | Quote it: "~"'],
  ['a list', '[a]', '/title must be text; it is a list | undefined'],
])('what would be right as text is to be quoted as it is written: %s', (_, written, said) => {
  expect(faults(`${HEAD}title: ${written}\ntasks: { a: { uses: x@1 } }\n`)).toEqual([`5:1 ${said}`]);
});

test('what follows from a surprise is not told', () => {
  expect(faults(`${HEAD}tasks: { a: { <<: *x, pool: !p 7 } }\n`)).toEqual([
    expect.stringContaining('5:15  the merge key <<'),
    expect.stringContaining('5:19  the alias *x stands for nothing'),
    expect.stringContaining('5:29  the tag !p'),
  ]);
});

test('of a document of another kind only that is told', () => {
  expect(faults('kind: Policy\nfoo: 1\n')).toEqual([
    '1:1 /kind is Policy: a document of the kind Plan is wanted here | undefined',
  ]);
});

test('one error has all of them, and speaks of the first', () => {
  const read = readWritten(`${HEAD}title: 7\n`, 'Plan', limits);
  if (read.ok) throw new Error('it holds');
  const error = documentsError(
    'PLAN_INVALID',
    read.faults.map((fault) => faultBody('a.yaml', fault)),
    3,
  );
  expect(error).toMatchObject({
    message: 'a.yaml 1:1: tasks is missing',
    fields: { pointer: '', line: 1, column: 1, moreFaults: 3, faults: [{ line: 1 }, { line: 5, pointer: '/title' }] },
  });
});
