import { endsJob, isEvent } from '@dome/contracts/portable';
import type { AnyEvent, JobWaiting } from '@dome/contracts/portable';

/** What a job's own events say about it, beyond what its run says. */
export interface JobActivity {
  readonly jobId: string;
  /** The latest attempt seen. */
  readonly attempt?: AttemptActivity;
  /** When the first attempt started. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** The lock that it waits for, as it was when that was last read. */
  readonly waitsFor?: JobWait;
}

export type JobWait = Pick<JobWaiting, 'lock' | 'mode' | 'before' | 'heldBy'>;

export type AttemptActivity =
  | {
      readonly state: 'running';
      readonly number: number;
      readonly worker: string;
      readonly progress?: { readonly value: number; readonly text?: string };
    }
  | {
      readonly state: 'retrying';
      /** The attempt that failed. */
      readonly number: number;
      readonly problem: { readonly code: string; readonly detail: string };
      readonly nextAttemptAtMs: number;
    };

/**
 * The activity after one more event of the same job. An event of an older attempt, or one already seen, changes nothing.
 */
export function afterJobEvent(activity: JobActivity, event: AnyEvent): JobActivity {
  const known = activity.attempt?.number ?? 0;
  if (isEvent(event, 'dev.dome.job.started.v1')) {
    const { attempt: number, worker } = event.data;
    if (number <= known) return activity;
    const startedAtMs = activity.startedAtMs ?? Date.parse(event.time);
    const { waitsFor: _waitsFor, ...rest } = activity;
    return { ...rest, startedAtMs, attempt: { state: 'running', number, worker: worker.instance } };
  }
  if (isEvent(event, 'dev.dome.job.retrying.v1')) {
    const { problem, nextAttemptAt, attempt: number } = event.data;
    if (number < known) return activity;
    const { code, detail } = problem;
    const nextAttemptAtMs = Date.parse(nextAttemptAt);
    return { ...activity, attempt: { state: 'retrying', number, problem: { code, detail }, nextAttemptAtMs } };
  }
  if (isEvent(event, 'dev.dome.job.waiting.v1')) {
    const { lock, mode, before, heldBy } = event.data;
    return { ...activity, waitsFor: { lock, mode, before, heldBy } };
  }
  if (isEvent(event, 'dev.dome.job.log-progress.v1')) {
    const { value, text, attempt: number } = event.data;
    const { attempt } = activity;
    if (attempt?.state !== 'running' || number !== attempt.number) return activity;
    return { ...activity, attempt: { ...attempt, progress: { value, ...(text === undefined ? {} : { text }) } } };
  }
  return endsJob(event) ? { ...activity, endedAtMs: Date.parse(event.time) } : activity;
}
