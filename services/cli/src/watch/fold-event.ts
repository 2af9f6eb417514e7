import { isEvent, sha256Digest } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';
import { afterJobEvent, applyEvent, isRunEvent, taskAt, taskKeyOf, taskKeyText } from '@dome/runs';
import type { RunEvent, TaskState } from '@dome/runs';

import { readDocuments } from './read-documents.ts';
import type { WatchedRun } from './watched-run.ts';

/** A message of RUN_EVENTS, JOB_EVENTS or JOB_LOGS. */
export interface Message {
  readonly event: AnyEvent;
  readonly sequence: number;
  /** The stored bytes. */
  readonly payload: Uint8Array;
}

/** The run after one more message. */
export function foldEvent(run: WatchedRun, message: Message): WatchedRun {
  const { event } = message;
  return isRunEvent(event) ? foldRunEvent(run, { ...message, event }) : foldJobEvent(run, event);
}

/** If the beginning is no longer stored, the events after it say only how the run ended. */
function foldRunEvent(run: WatchedRun, { event, sequence, payload }: Message & { event: RunEvent }): WatchedRun {
  if (sequence <= run.sequence) return run;
  const isKnown = run.state !== undefined || event.type === 'dev.dome.run.submitted.v1';
  const stored = { event, sequence, digest: sha256Digest(payload) };
  const state = isKnown ? applyEvent(run.state, stored, readDocuments) : undefined;
  return { ...run, state, sequence, end: run.end ?? endOf(event) };
}

function endOf(event: RunEvent): WatchedRun['end'] {
  if (!isEvent(event, 'dev.dome.run.finished.v1')) return undefined;
  const { result, reason } = event.data;
  return { result, reason, timeMs: Date.parse(event.time) };
}

/** Activity of a task that its run has not dispatched yet, or that has another job, is ignored. */
function foldJobEvent(run: WatchedRun, event: AnyEvent): WatchedRun {
  const { data } = event;
  if (run.state === undefined || !('taskId' in data) || !('jobId' in data)) return run;
  const key = taskKeyOf(data);
  const task = taskAt(run.state, key);
  if (task === undefined || jobOf(task) !== data.jobId) return run;
  const text = taskKeyText(key);
  const before = run.jobs.get(text) ?? { jobId: data.jobId };
  const after = afterJobEvent(before, event);
  return after === before ? run : { ...run, jobs: new Map(run.jobs).set(text, after) };
}

function jobOf(task: TaskState): string | undefined {
  if (task.state === 'pending') return undefined;
  return task.dispatched?.value.jobId;
}
