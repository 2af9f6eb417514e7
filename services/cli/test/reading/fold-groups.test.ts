import { expect, test } from 'vitest';

import { createGroupFold } from '../../src/reading/fold-groups.ts';
import { logEnd, logLines, textsOf } from './log-items.ts';

test('a group is one line, and says how many lines it hides', () => {
  const fold = createGroupFold();
  const items = [logLines(['before', '::group::Install', 'a', 'b']), logLines(['c', '::endgroup::', 'after'])];
  expect(textsOf(fold(items))).toEqual(['before', '▸ Install', '  … 3 lines; --no-fold shows them', 'after']);
});

test('a group ends where the next one begins, and an empty one hides nothing', () => {
  const lines = ['::group::A', '::group::B', 'x', '::group::C', '::endgroup::'];
  expect(textsOf(createGroupFold()([logLines(lines)]))).toEqual([
    '▸ A',
    '▸ B',
    '  … 1 line; --no-fold shows them',
    '▸ C',
  ]);
});

test('a group that was left open is where something broke: its last lines are shown', () => {
  const fold = createGroupFold();
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);
  expect(textsOf(fold([logLines(['::group::Test', ...lines])]))).toEqual(['▸ Test']);
  const ended = fold([logEnd]);
  expect(textsOf(ended)).toEqual(['  … 10 lines before; --no-fold shows them', ...lines.slice(10)]);
  expect(ended.at(-1)).toBe(logEnd);
});

test('groups of two jobs at the same time do not mix', () => {
  const fold = createGroupFold();
  const other = { jobId: 'other', taskId: 'lint' };
  const items = [logLines(['::group::A', 'x']), logLines(['plain', '::endgroup::'], other), logLines(['::endgroup::'])];
  expect(textsOf(fold(items))).toEqual(['▸ A', 'plain', '::endgroup::', '  … 1 line; --no-fold shows them']);
});
