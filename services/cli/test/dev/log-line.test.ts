import { expect, test } from 'vitest';

import { parseLogLine, showLogLine } from '../../src/dev/log-line.ts';
import { plain } from '../../src/terminal/style.ts';

const shown = (record: object): string => showLogLine(parseLogLine(JSON.stringify(record), 'domed-1'), plain).slice(10);

test('a line of a plane says who, what, why, and what to do about it', () => {
  const err = { message: 'skill.yaml: git does not track it', fields: { hint: 'git add skills/lint' } };
  expect(shown({ level: 'warn', time: '2026-11-22T10:00:00Z', msg: 'skill refused', err })).toBe(
    'domed-1   skill refused  skill.yaml: git does not track it (git add skills/lint)',
  );
  expect(shown({ level: 'info', msg: 'job ended', jobId: 'j1', err: [{ message: 'a' }, { message: 'b' }] })).toBe(
    'domed-1   job ended  jobId=j1  a: b',
  );
});

test('a line that is no record is shown as an error, without the characters that would move the cursor', () => {
  expect(parseLogLine('\u001b[2JSegmentation fault', 'dome')).toMatchObject({
    level: 'error',
    message: 'Segmentation fault',
  });
});
