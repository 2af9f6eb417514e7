import fc from 'fast-check';
import { expect, test } from 'vitest';

import { byTaskKey, taskKeyOf, taskKeyText } from '../src/task-key.ts';

const key = fc.record({ taskId: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/), iteration: fc.integer({ min: 1 }) });

test('two keys have the same text exactly when they mean the same task', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      const isSame = a.taskId === b.taskId && a.iteration === b.iteration;
      expect(taskKeyText(a) === taskKeyText(b)).toBe(isSame);
      expect(byTaskKey(a, b) === 0).toBe(isSame);
      expect(byTaskKey(a, b)).toBe(0 - byTaskKey(b, a));
    }),
  );
});

test('a key takes nothing from the members beside it', () => {
  const said = { taskId: 'test', iteration: 2, jobId: 'j', result: 'success' };
  expect(taskKeyOf(said)).toEqual({ taskId: 'test', iteration: 2 });
});
