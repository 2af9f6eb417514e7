import { expect, test } from 'vitest';

import { verdictOfExit } from '../../src/process/verdict.ts';

test('exit codes are the whole vocabulary', () => {
  const results = [0, 1, 2, 75, 78, 127, 255].map((code) => verdictOfExit({ code }).result);
  expect(results).toEqual(['success', 'failure', 'error', 'error', 'skip', 'error', 'error']);
  expect(verdictOfExit({ code: 75 }).problem?.retryable).toBe(true);
  expect(verdictOfExit({ signal: 'SIGKILL' })).toMatchObject({
    result: 'error',
    problem: { detail: 'the skill was ended by SIGKILL' },
  });
});
