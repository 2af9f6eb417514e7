// The trace that a job belongs to, and the ids of the spans of its attempts: pure functions of its command and of the epoch.
// A daemon that takes the job over knows the span of the attempt that was lost, and goes on in the same trace.
import { parseTraceparent, spanIdOf, traceIdOf, traceparentOf } from '@dome/contracts';
import type { TraceContext, WrittenTrace } from '@dome/contracts';

import type { Command } from '../job.ts';

export interface JobTrace {
  readonly traceId: string;
  /** The span that the command came from; undefined: nobody traces it, and the job begins a trace. */
  readonly parentSpanId: string | undefined;
  readonly isSampled: boolean;
}

type TracedCommand = Pick<Command, 'cause' | 'jobId' | 'storedAtMs'>;

export function jobTrace({ cause, jobId, storedAtMs }: TracedCommand): JobTrace {
  const parent = parseTraceparent(cause.traceparent);
  if (parent !== undefined)
    return { traceId: parent.traceId, parentSpanId: parent.spanId, isSampled: parent.isSampled };
  return { traceId: traceIdOf(`${jobId} ${storedAtMs}`), parentSpanId: undefined, isSampled: true };
}

/** From the command being stored to its first attempt. */
export function waitingSpan(command: TracedCommand): TraceContext {
  return spanIn(command, ['queue']);
}

export function attemptSpan(command: TracedCommand, epoch: number): TraceContext {
  return spanIn(command, ['attempt', epoch]);
}

/** What the skill's own spans belong to. */
export function skillSpan(command: TracedCommand, epoch: number): TraceContext {
  return spanIn(command, ['skill', epoch]);
}

/** From the end of the skill to the stored end of the attempt. */
export function settlingSpan(command: TracedCommand, epoch: number): TraceContext {
  return spanIn(command, ['settling', epoch]);
}

export function skillTrace(command: TracedCommand, epoch: number): WrittenTrace {
  return { traceparent: traceparentOf(skillSpan(command, epoch)), tracestate: command.cause.tracestate };
}

function spanIn(command: TracedCommand, names: readonly (string | number)[]): TraceContext {
  const { traceId, isSampled } = jobTrace(command);
  return { traceId, isSampled, spanId: spanIdOf(traceId, command.jobId, ...names) };
}
