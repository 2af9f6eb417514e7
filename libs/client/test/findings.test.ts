import { eventOf } from '@dome/contracts';
import type { JobLogAnnotation } from '@dome/contracts';
import { expect, test } from 'vitest';

import { countFindings, findingCountsText } from '../src/findings.ts';
import type { Followed } from '../src/follow-events.ts';

function finding(sequence: number, level: JobLogAnnotation['level']): Followed {
  const ids = { runId: 'count-abcdefgh', taskId: 'lint', iteration: 1, jobId: 'job-1' };
  const event = eventOf({
    source: '/domed/test',
    subject: ids.jobId,
    timeMs: 0,
    runId: ids.runId,
    id: `finding-${sequence}`,
    type: 'dev.dome.job.log-annotation.v1',
    data: { ...ids, attempt: 1, line: sequence, level, message: 'so' } as JobLogAnnotation,
  });
  return { kind: 'event', sequence, subject: 'dome.log', payload: new Uint8Array(), event };
}

async function* of(...levels: JobLogAnnotation['level'][]): AsyncGenerator<Followed> {
  for (const [at, level] of levels.entries()) yield finding(at, level);
}

test('findings are counted by job and level, and said in words', async () => {
  const counts = await countFindings(of('error', 'warning', 'error', 'debug'));
  expect(counts?.get('job-1')).toEqual({ error: 2, warning: 1, notice: 0, debug: 1 });
  expect(findingCountsText({ error: 2, warning: 1, notice: 0, debug: 1 })).toBe('2 errors, 1 warning');
});

test('of logs that are too long nothing is said, instead of a part', async () => {
  expect(await countFindings(of('error', 'error', 'error'), 2)).toBeUndefined();
});
