import { expect, test } from 'vitest';

import { lastOutputs } from '../../src/commands/run-outputs.ts';
import { findTask, taskRecord } from '@dome/runs';
import { runDescription } from '../../src/render/run-description.ts';
import { plain } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { foldEvent } from '../../src/watch/fold-event.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import { at, failed, runId, started, story, told } from '../watch/run-story.ts';

const state = story().reduce(foldEvent, unseenRun(runId)).state ?? expect.fail('no state');
const recordOf = (taskId: string, iteration: number) =>
  taskRecord(state, findTask(state, taskId, iteration) ?? expect.fail('no task'), {
    events: taskId === 'test' && iteration === 1 ? [told(started('test', 1, 1), 1), told(failed('test', 1, 3), 2)] : [],
    findings: [],
    more: 0,
  });
const tasks = [recordOf('test', 1), recordOf('fix', 1), recordOf('test', 2)];
const described = (columns = 120): string =>
  runDescription(state, tasks, { sink: { paint: plain, columns }, symbols: symbolsFor({}), nowMs: at(65) });

test('a run is described from who submitted it to what was decided', () => {
  const text = described();
  expect(text).toContain(`${runId}   release@3.0.0   Ship it   open\n`);
  expect(text).toMatch(/submitted +2026-11-22T12:04:11.000Z by ada/);
  expect(text).toMatch(/took +1m 05s/);
  expect(text).toMatch(/policy +release@1\.0\.0 sent along with the plan/);
  expect(text).toMatch(/PLAN LOCK\n {2}test +node-test@1\.0\.0 +check +pool default/);
  expect(text).toMatch(/ {2}test\/1 +✖ failure +1 +0\.0s +2\.0s +2026-11-22T12:04:12\.000Z +domed-1\n/);
  expect(text).toMatch(/DECISIONS\n.*\n {2}quality\/1 +REJECT/);
});

test('its tables stay within the terminal', () => {
  const widths = described(80)
    .split('\n')
    .filter((line) => line.includes('test/1') || line.includes('node-test'))
    .map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
});

test('of each task the last output counts, and a task without one is left out', () => {
  const [first] = tasks;
  const later = { ...(first ?? expect.fail('no task')), iteration: 2, output: { failed: 0 } };
  expect(lastOutputs(tasks).map(({ taskId, iteration }) => [taskId, iteration])).toEqual([['test', 1]]);
  expect(lastOutputs([...tasks, later]).map(({ output }) => output)).toEqual([{ failed: 0 }]);
});
