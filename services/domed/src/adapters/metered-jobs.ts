// Counts the transitions that this daemon wrote. Whatever happens to a job becomes a transition, so nothing else needs to
// know that somebody counts; what the broker refuses was never ours.
import { NO_METERS, seconds } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';

import type { JobStore, Transition } from '../ports.ts';

export function createMeteredJobs(jobs: JobStore, meters: Meters, pool: string): JobStore {
  if (meters === NO_METERS) return jobs;
  return {
    ...jobs,
    append: async (transition) => {
      const appended = await jobs.append(transition);
      if (appended.status === 'stored') countTransition(meters, transition, pool);
      return appended;
    },
  };
}

function countTransition(meters: Meters, transition: Transition, pool: string): void {
  const { skill } = transition.job;
  switch (transition.phase) {
    case 'started':
      meters.add('dome_job_attempts_total', { skill });
      if (transition.data.supersedes !== undefined) meters.add('dome_job_take_overs_total', { skill });
      return;
    case 'retrying':
      return meters.add('dome_job_retries_total', { skill });
    case 'refused':
      meters.add('dome_jobs_refused_total', { skill, code: transition.data.problem.code });
      break;
    case 'parked':
      meters.add('dome_jobs_parked_total', { skill });
      break;
    case 'canceled':
      meters.add('dome_jobs_canceled_total', { skill, outcome: transition.data.outcome });
      break;
    case 'succeeded':
    case 'failed':
    case 'timed-out':
      break;
  }
  meters.add('dome_jobs_total', { pool, skill, result: transition.data.result });
  measureEnd(meters, transition, pool);
}

/** A job that never ran has no timings, and one that printed nothing has no log. */
function measureEnd(meters: Meters, { job: { skill }, data }: Transition, pool: string): void {
  if ('timings' in data && data.timings !== undefined) {
    const { queuedMs, executionMs } = data.timings;
    meters.observe('dome_job_queue_seconds', { pool, skill }, seconds(queuedMs));
    meters.observe('dome_job_execution_seconds', { skill }, seconds(executionMs));
  }
  if (!('logs' in data) || data.logs === undefined) return;
  meters.add('dome_job_log_lines_total', { skill }, data.logs.lines);
  meters.add('dome_job_log_bytes_total', { skill }, data.logs.bytes);
}
