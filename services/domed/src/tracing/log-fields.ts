import { parseTraceparent, traceFields } from '@dome/contracts';
import type { JobId } from '@dome/contracts';

import type { Cause, Command } from '../job.ts';
import { attemptSpan, jobTrace } from './job-trace.ts';

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

/** What every line of the log about a job says of it: of an attempt, with the span of that. */
export function fieldsOf(command: Command | undefined, epoch?: number): JobFields {
  if (command === undefined) return {};
  const { jobId, runId, skill } = command;
  const { traceId, parentSpanId } = jobTrace(command);
  const span = epoch === undefined ? { traceId, spanId: parentSpanId } : attemptSpan(command, epoch);
  return { jobId, runId, skill, ...traceFields(span) };
}
