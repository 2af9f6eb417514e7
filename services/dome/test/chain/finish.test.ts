import { checkEvent, eventOf, LIMITS, sha256Digest } from '@dome/contracts';
import { expect, test } from 'vitest';

import { finishedDraft } from '../../src/chain/finish.ts';
import { taskKeyText } from '@dome/runs';
import type { RunState, TaskState } from '@dome/runs';
import { startRun } from '../world.ts';
import { passing } from '../drive/scenarios.ts';

/** As many rounds of as many tasks as a plan may have, checks and remedies, each with a name of the greatest length. */
function longest(state: RunState): RunState {
  const tasks = new Map<string, TaskState>();
  for (let iteration = 1; iteration <= LIMITS.iterationsMax; iteration++) {
    for (let n = 0; n < 2 * LIMITS.tasksPerPlan; n++) {
      const taskId = `t${String(n).padStart(LIMITS.nameChars - 1, '0')}`;
      const evidence = { stream: 'JOB_EVENTS', sequence: 1_000_000 + n, id: 'e', digest: sha256Digest(taskId) };
      const value = { taskId, iteration, jobId: 'j'.repeat(LIMITS.idChars), result: 'success', evidence } as const;
      const settled = { value, sequence: n, timeMs: 0, evidence };
      const key = { taskId, iteration };
      const task = { key, wave: 1, purpose: 'check', state: 'settled', dispatched: undefined, settled } as const;
      tasks.set(taskKeyText(key), task);
    }
  }
  return { ...state, tasks };
}

test('the end of the longest run fits into a message, and says what it leaves out', async () => {
  const world = await startRun({ answer: passing });
  const state = longest(world.state());
  const draft = finishedDraft(state, { result: 'success' });
  const event = eventOf({
    ...draft,
    id: 'e',
    source: '/dome/test',
    subject: world.runId,
    timeMs: 0,
    runId: world.runId,
  });
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(LIMITS.messageBytes);
  expect(checkEvent(event).type).toBe('dev.dome.run.finished.v1');
  if (draft.type !== 'dev.dome.run.finished.v1') throw new Error('it is the end');
  const { record, recordOmitted = 0 } = draft.data;
  expect(record.length + recordOmitted).toBe(state.tasks.size);
  expect(record.at(-1)?.iteration).toBe(LIMITS.iterationsMax);
  expect(finishedDraft(world.state(), { result: 'success' }).data).not.toHaveProperty('recordOmitted');
});
