// Which trace a run belongs to, and the ids of its spans: pure functions of its first event. So every replica writes the same
// context into a command, whether it exports spans or not, and whoever sees the end of something names the same span.
import { parseTraceparent, spanIdOf, traceFields, traceIdOf, traceparentOf } from '@dome/contracts';
import type { TraceContext, WrittenTrace } from '@dome/contracts';
import type { RunState, TaskKey } from '@dome/runs';

export interface RunTrace {
  /** The span of the whole run. */
  readonly run: TraceContext;
  /** The span of whoever submitted it; undefined: the run begins the trace. */
  readonly parentSpanId: string | undefined;
}

/** What of a run names its trace. */
type Traced = Pick<RunState, 'runId' | 'submitted' | 'trace'>;

/** A run that begins its trace takes the id of its first event for it, which no other installation has written. */
export function runTrace({ runId, submitted, trace }: Traced): RunTrace {
  const parent = parseTraceparent(trace.traceparent);
  const traceId = parent?.traceId ?? traceIdOf(submitted.evidence.id);
  return {
    run: { traceId, spanId: spanIdOf(traceId, 'run', runId), isSampled: parent?.isSampled ?? true },
    parentSpanId: parent?.spanId,
  };
}

/** What every line of the log about a run says of it. */
export function runFields(run: Traced): {
  readonly runId: string;
  readonly trace_id: string;
  readonly span_id?: string;
} {
  return { runId: run.runId, ...traceFields(runTrace(run).run) };
}

/** From the intent to the end of the job: what the runtime does about it comes from here. */
export function taskSpan(run: Traced, key: TaskKey): TraceContext {
  return spanIn(run, ['task', key.taskId, key.iteration]);
}

/**
 * The publishing of the command. Nothing comes from it: only the process that publishes knows of it, and if that is killed,
 * the rest of the trace is whole.
 */
export function publishSpan(run: Traced, key: TaskKey): TraceContext {
  return spanIn(run, ['publish', key.taskId, key.iteration]);
}

/** From the first decision to the last: the gate waits for people in between. */
export function gateSpan(run: Traced, gate: string, iteration: number): TraceContext {
  return spanIn(run, ['gate', gate, iteration]);
}

export function promotionSpan(run: Traced): TraceContext {
  return spanIn(run, ['promotion']);
}

/** What the command of a task carries. */
export function commandTrace(run: Traced, key: TaskKey): WrittenTrace & { readonly traceparent: string } {
  const { tracestate } = run.trace;
  return {
    traceparent: traceparentOf(taskSpan(run, key)),
    ...(tracestate === undefined ? {} : { tracestate }),
  };
}

function spanIn(run: Traced, names: readonly (string | number)[]): TraceContext {
  const trace = runTrace(run).run;
  return { ...trace, spanId: spanIdOf(trace.traceId, run.runId, ...names) };
}
