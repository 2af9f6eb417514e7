import { parseTraceparent, traceFields } from '@dome/contracts';
import type { JobId } from '@dome/contracts';

import type { Cause, Command } from '../job.ts';
import { attemptSpan } from './job-trace.ts';

export interface JobFields {
  readonly jobId?: JobId;
  readonly runId?: string;
  readonly skill?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
}

/** For whoever knows only what led to a write. */
export function fieldsOfCause({ traceparent }: Cause): Pick<JobFields, 'trace_id' | 'span_id'> {
  const trace = parseTraceparent(traceparent);
  return trace === undefined ? {} : traceFields(trace);
}

/** What every line of the log about a job says of it. */
export function fieldsOf(command: Command | undefined): JobFields {
  if (command === undefined) return {};
  const { jobId, runId, skill, cause } = command;
  return { jobId, runId, skill, ...fieldsOfCause(cause) };
}

/** Of one attempt, with its span; for lines that not every job has, because an id costs a digest. */
export function fieldsOfAttempt(command: Command, epoch: number): JobFields {
  return { ...fieldsOf(command), ...traceFields(attemptSpan(command, epoch)) };
}
