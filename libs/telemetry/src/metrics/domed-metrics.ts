// What the runtime plane exposes. A daemon counts what it carried itself, so the sum over the daemons is that of the fleet.
import { LONG_SECONDS } from './metric.ts';
import type { Metrics } from './metric.ts';

export const DOMED_METRICS = {
  dome_daemon_info: {
    kind: 'gauge',
    plane: 'domed',
    labels: ['pool', 'guard'],
    help: 'Always 1: the pool of the daemon and the guard that it found for the processes of skills, as labels.',
  },
  dome_machine_taking: {
    kind: 'gauge',
    plane: 'domed',
    labels: [],
    help: '1 while the work folder, the disk and the guard can carry a job, else 0.',
  },
  dome_skills_served: {
    kind: 'gauge',
    plane: 'domed',
    labels: [],
    help: 'Skills of the catalogue that are announced and pulled for.',
  },
  dome_skills_unserved: {
    kind: 'gauge',
    plane: 'domed',
    labels: [],
    help: 'Skills of the catalogue that are not served: there is no durable, or something is missing.',
  },
  dome_slots: {
    kind: 'gauge',
    plane: 'domed',
    labels: ['pool'],
    help: 'Jobs that the daemon runs at once.',
  },
  dome_slots_in_use: {
    kind: 'gauge',
    plane: 'domed',
    labels: ['pool'],
    help: 'Slots that a job has now.',
  },
  dome_runners: {
    kind: 'gauge',
    plane: 'domed',
    labels: [],
    help: 'Processes that are kept for skills written for Node, at work or ready.',
  },
  dome_jobs_in_hand: {
    kind: 'gauge',
    plane: 'domed',
    labels: [],
    help: 'Commands that the daemon holds: running, claimed, or waiting for a slot or a lock.',
  },
  dome_jobs_waiting_for_locks: {
    kind: 'gauge',
    plane: 'domed',
    labels: [],
    help: 'Commands that the daemon holds without a slot because another job has their lock.',
  },
  dome_entries_unreadable_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['bucket'],
    help: 'Values in the buckets of announcements and drains that this daemon could not read, and left out.',
  },
  dome_job_redeliveries_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Commands that came again: given back, retried, or not acked in time by whoever had them.',
  },
  dome_job_attempts_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Attempts that the daemon began.',
  },
  dome_job_take_overs_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Attempts that the daemon began because an earlier one was lost with its daemon.',
  },
  dome_job_retries_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Attempts that ended without an end of the job, so that another one follows.',
  },
  dome_jobs_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['pool', 'skill', 'result'],
    help: 'Jobs that have ended, by how they ended; refused and parked ones among the errors.',
  },
  dome_jobs_refused_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill', 'code'],
    help: 'Jobs that were refused before they began, by the code of the reason.',
  },
  dome_jobs_parked_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Jobs that were set aside for a person, because no daemon could reach a verdict.',
  },
  dome_jobs_canceled_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill', 'outcome'],
    help: 'Jobs that were canceled, by what the cancel met.',
  },
  dome_job_queue_seconds: {
    kind: 'histogram',
    plane: 'domed',
    labels: ['pool', 'skill'],
    buckets: LONG_SECONDS,
    help: 'From the storing of a command to the start of the attempt that ended its job, locks and earlier attempts included.',
  },
  dome_job_execution_seconds: {
    kind: 'histogram',
    plane: 'domed',
    labels: ['skill'],
    buckets: LONG_SECONDS,
    help: 'How long the attempt ran that ended its job.',
  },
  dome_job_lock_wait_seconds: {
    kind: 'histogram',
    plane: 'domed',
    labels: ['skill'],
    buckets: LONG_SECONDS,
    help: 'How long a job waited for one lock, from asking for it to holding it.',
  },
  dome_job_log_lines_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Lines that jobs printed, also those beyond the limit of a log.',
  },
  dome_job_log_bytes_total: {
    kind: 'counter',
    plane: 'domed',
    labels: ['skill'],
    help: 'Bytes that jobs printed, also those beyond the limit of a log.',
  },
} as const satisfies Metrics;
