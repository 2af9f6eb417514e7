import { sha256Digest } from '@dome/contracts';
import { expect, test } from 'vitest';

import { taskText } from '../../src/render/task-view.ts';
import { findTask, taskRecord } from '@dome/runs';
import type { TaskFinding, TaskRecord } from '@dome/runs';
import { plain } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { foldEvent } from '../../src/watch/fold-event.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import { failed, runId, started, story, told } from '../watch/run-story.ts';

const finding: TaskFinding = {
  attempt: 1,
  line: 7,
  level: 'error',
  file: 'test/cart.test.js',
  startLine: 41,
  title: 'total rounds half up',
  message: 'expected 10.01,\ngot 10.00',
};
const state = story().reduce(foldEvent, unseenRun(runId)).state ?? expect.fail('no state');
const record = taskRecord(state, findTask(state, 'test', 1) ?? expect.fail('no task'), {
  events: [told(started('test', 1, 1), 1), told(failed('test', 1, 3), 2)],
  findings: [finding],
  more: 3,
});
const shown = (task: TaskRecord, columns = 120): string =>
  taskText(task, {
    sink: { paint: plain, columns },
    symbols: symbolsFor({}),
    next: [['its log', 'dome run logs r --task test']],
  });

test('a task is shown with its end, its attempts, what it said, found and left', () => {
  const text = shown({
    ...record,
    artifacts: [{ name: 'report', digest: sha256Digest('report'), size: 2_048, mediaType: 'text/html' }],
  });
  expect(text).toContain(`✖ ${runId}/test/1   node-test@1.0.0   failure in 2.0s`);
  expect(text).toMatch(/ATTEMPTS\n {2}1 {2}domed-1 {2}2026-11-22T12:04:12.000Z {2}2\.0s {2}failure {2}SKILL_FAILED/);
  expect(text).toContain('PROBLEM\n  SKILL_FAILED\n  it said no\n');
  expect(text).toContain('OUTPUT\n  failed: 2\n');
  expect(text).toContain('SUMMARY\n  the whole summary\n');
  expect(text).toContain('error  test/cart.test.js:41  total rounds half up: expected 10.01, got 10.00');
  expect(text).toContain('3 more');
  expect(text).toContain(`report  2 KiB  ${sha256Digest('report')}  text/html`);
  expect(text).toMatch(/built by +domed-1 0\.1\.0, guard none/);
  expect(text).toContain('its log  dome run logs r --task test');
});

test('the lines of a stack stay, and whatever would move the cursor goes', () => {
  const detail = 'TypeError: x is not a function\n    at run (skill.mjs:3:9)\u001b[2J';
  const problem = { code: 'SKILL_CRASHED', status: 500, title: 't', detail, hint: 'Mend it.', retryable: false };
  expect(shown({ ...record, problem })).toContain(
    '  SKILL_CRASHED\n  TypeError: x is not a function\n      at run (skill.mjs:3:9)\n  hint: Mend it.\n',
  );
});

test('a large value is cut, and says where the whole is', () => {
  const output = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`member-${at}`, at]));
  expect(shown({ ...record, output })).toContain('… 60 more lines; -o json shows them');
});

test('on a narrow terminal everything is cut but the commands', () => {
  const lines = shown(record, 30).trimEnd().split('\n');
  expect(lines.at(-1)).toBe('  its log  dome run logs r --task test');
  const tables = lines.filter((line) => / (domed-1|sha256:)/.test(line));
  expect(tables.length).toBeGreaterThan(2);
  for (const line of tables) expect(line.length).toBeLessThanOrEqual(30);
});
