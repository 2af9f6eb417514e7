import { createPrometheusMeters } from '@dome/telemetry';
import { expect, test } from 'vitest';

import { createMeteredJobs } from '../../src/adapters/metered-jobs.ts';
import type { Appended, JobStore, Transition } from '../../src/ports.ts';

async function counting(appended: Appended) {
  const meters = await createPrometheusMeters('domed', { error: () => {} });
  meters.know('skill', ['lint']);
  // Only `append` is counted.
  const store = { append: async () => await Promise.resolve(appended) } as unknown as JobStore;
  const jobs = createMeteredJobs(store, meters, 'default');
  return {
    append: (phase: string, data: Record<string, unknown>, skill = 'lint', jobId = 'j-1') =>
      jobs.append({
        phase,
        data,
        job: { skill, runId: 'r-aaaaaaaa', jobId },
        attempt: 1,
        expectedSequence: 0,
        cause: {},
      } as unknown as Transition),
    lines: async (prefix: string) =>
      (await meters.exposition()).text.split('\n').filter((line) => line.startsWith(prefix) && !line.endsWith(' 0')),
  };
}

const stored = { status: 'stored', sequence: 1 } as const;
const ended = {
  result: 'success',
  timings: { queuedMs: 250, executionMs: 4_000 },
  logs: { lines: 3, bytes: 120, digest: '' },
};

test('attempts, take-overs and retries are counted, each once', async () => {
  const { append, lines } = await counting(stored);
  await append('started', { attempt: 1 });
  await append('started', { attempt: 2, supersedes: 17 });
  await append('retrying', { attempt: 2 });
  expect(await lines('dome_job_attempts_total')).toEqual(['dome_job_attempts_total{skill="lint"} 2']);
  expect(await lines('dome_job_take_overs_total')).toEqual(['dome_job_take_overs_total{skill="lint"} 1']);
  expect(await lines('dome_job_retries_total')).toEqual(['dome_job_retries_total{skill="lint"} 1']);
});

test('an end is counted by its result, with its waits and its log', async () => {
  const { append, lines } = await counting(stored);
  await append('succeeded', ended);
  await append('refused', { result: 'error', problem: { code: 'DESCRIPTOR_DRIFT' } });
  await append('canceled', { result: 'cancellation', outcome: 'not_started' });
  expect(await lines('dome_jobs_total')).toEqual([
    'dome_jobs_total{pool="default",skill="lint",result="success"} 1',
    'dome_jobs_total{pool="default",skill="lint",result="error"} 1',
    'dome_jobs_total{pool="default",skill="lint",result="cancellation"} 1',
  ]);
  expect(await lines('dome_jobs_refused_total')).toEqual([
    'dome_jobs_refused_total{skill="lint",code="DESCRIPTOR_DRIFT"} 1',
  ]);
  expect(await lines('dome_jobs_canceled_total')).toEqual([
    'dome_jobs_canceled_total{skill="lint",outcome="not_started"} 1',
  ]);
  expect(await lines('dome_job_queue_seconds_sum')).toEqual([
    'dome_job_queue_seconds_sum{pool="default",skill="lint"} 0.25',
  ]);
  expect(await lines('dome_job_execution_seconds_sum')).toEqual(['dome_job_execution_seconds_sum{skill="lint"} 4']);
  expect(await lines('dome_job_log_lines_total')).toEqual(['dome_job_log_lines_total{skill="lint"} 3']);
  expect(await lines('dome_job_log_bytes_total')).toEqual(['dome_job_log_bytes_total{skill="lint"} 120']);
});

test('a command that cannot be read is parked under a name that may be anything, and counted as other', async () => {
  const { append, lines } = await counting(stored);
  for (let command = 0; command < 100; command += 1)
    await append('parked', { result: 'error', problem: { code: 'INVALID_REQUEST' } }, `made-up-${command}`);
  expect(await lines('dome_jobs_parked_total')).toEqual(['dome_jobs_parked_total{skill="other"} 100']);
});

test('what the broker refused was not ours, and is not counted', async () => {
  const { append, lines } = await counting({ status: 'conflict' });
  await append('started', { attempt: 1 });
  await append('succeeded', ended);
  expect([...(await lines('dome_job_attempts_total')), ...(await lines('dome_jobs_total'))]).toEqual([]);
});

test('10,000 jobs make no new series', async () => {
  const { append, lines } = await counting(stored);
  const through = async (of: number): Promise<void> => {
    await append('started', { attempt: 1 }, 'lint', `job-${of}`);
    await append('succeeded', ended, 'lint', `job-${of}`);
  };
  await through(0);
  const before = (await lines('dome_')).length;
  for (let of = 1; of < 10_000; of += 1) await through(of);
  expect((await lines('dome_')).length).toBe(before);
  expect(await lines('dome_jobs_total')).toEqual([
    'dome_jobs_total{pool="default",skill="lint",result="success"} 10000',
  ]);
});
