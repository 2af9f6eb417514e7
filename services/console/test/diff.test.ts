// A unified diff, line by line.
import { expect, test } from 'vitest';

import { diffLines, diffsIn, isDiff } from '../src/look/diff.ts';

const PATCH = `diff --git a/query.sql b/query.sql
--- a/query.sql
+++ b/query.sql
@@ -1,4 +1,4 @@
 select 1
--- an old comment
-select 2
+++ a new one
+select 3

@@ -9 +9 @@
-last
+first
\\ No newline at end of file
`;

test('a text is a diff by a file before and after and a place in it', () => {
  expect(isDiff(PATCH)).toBe(true);
  for (const text of ['--- a\n+++ b\n', '--- a list\n--- of dashes', '@@ -1 +1 @@', ''])
    expect(isDiff(text)).toBe(false);
});

test('each line is of a kind, and a line of a hunk may look like the name of a file', () => {
  expect(diffLines(PATCH).map(({ kind }) => kind)).toEqual(
    'file file file hunk same removed removed added added same hunk removed added same'.split(' '),
  );
  expect(
    diffLines(PATCH)
      .map(({ text }) => `${text}\n`)
      .join(''),
  ).toBe(PATCH);
});

test('the diffs of a value are its members that are one', () => {
  expect(diffsIn({ patch: PATCH, title: 'a fix', lines: 3 })).toEqual([{ name: 'patch', text: PATCH }]);
  expect(diffsIn()).toEqual([]);
});
