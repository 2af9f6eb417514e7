import { parseTraceparent, traceparentOf } from '@dome/contracts';
import type { WrittenTrace } from '@dome/contracts';
import type { Tracing } from '@dome/telemetry';

import type { Command } from '../job.ts';
import { attemptSpans, lostAttemptSpans } from './job-spans.ts';
import type { EndedAttempt, AttemptLoss } from './job-spans.ts';
import { jobTrace, skillTrace } from './job-trace.ts';

/**
 * What the skill traces belongs to its own span if that is exported from here, else to whoever published the command; and if
 * the sampler leaves the trace out, the skill is told so.
 */
export function traceForSkill(tracing: Tracing, command: Command, epoch: number): WrittenTrace {
  if (isTold(tracing, command)) return skillTrace(command, epoch);
  const { traceparent, tracestate } = command.cause;
  const trace = tracing.isOn ? parseTraceparent(traceparent) : undefined;
  if (trace === undefined) return { traceparent, tracestate };
  return { traceparent: traceparentOf({ ...trace, isSampled: false }), tracestate };
}

export function tellAttempt(tracing: Tracing, ended: EndedAttempt): void {
  if (!isTold(tracing, ended.command)) return;
  for (const span of attemptSpans(ended)) tracing.tell(span);
}

export function tellLostAttempt(tracing: Tracing, lost: AttemptLoss): void {
  if (!isTold(tracing, lost.command)) return;
  for (const span of lostAttemptSpans(lost)) tracing.tell(span);
}

const isTold = (tracing: Tracing, command: Command): boolean => tracing.isOn && tracing.records(jobTrace(command));
