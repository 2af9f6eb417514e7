// W3C trace context, as messages and environments carry it.

/** A place in a trace: the span that whatever comes next belongs to. */
export interface TraceContext {
  /** 32 hexadecimal digits, not all of them 0. */
  readonly traceId: string;
  /** 16 hexadecimal digits, not all of them 0. */
  readonly spanId: string;
  /** False: whoever began the trace wants none of it recorded. */
  readonly isSampled: boolean;
}

/** A trace context as messages and environments carry it. */
export interface WrittenTrace {
  readonly traceparent?: string | undefined;
  /** What other vendors add; passed on and never read. */
  readonly tracestate?: string | undefined;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const SAMPLED = 0b1;
/** The longest that every system must pass on, in characters. */
const TRACESTATE_CHARS_MAX = 512;

/** Undefined: it is none, and whoever reads it begins a trace. */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

export function traceparentOf({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** What of it may be passed on: nothing of a trace that is none, and no state without one. */
export function soundTrace({ traceparent, tracestate }: WrittenTrace): WrittenTrace {
  if (parseTraceparent(traceparent) === undefined) return {};
  const isKept = tracestate !== undefined && tracestate !== '' && tracestate.length <= TRACESTATE_CHARS_MAX;
  return { traceparent, ...(isKept ? { tracestate } : {}) };
}

/** What a line of a log says of it, in the words of OpenTelemetry. */
export function traceFields({
  traceId,
  spanId,
}: Pick<TraceContext, 'traceId'> & { readonly spanId?: string | undefined }): {
  readonly trace_id: string;
  readonly span_id?: string;
} {
  return { trace_id: traceId, ...(spanId === undefined ? {} : { span_id: spanId }) };
}
