// A span as a plane tells it: complete, because whoever sees the end of something tells all of it. Its ids are derived from
// what it stands for, so telling it twice is telling it once.
import type { TraceContext } from '@dome/contracts';

/** The kinds of OpenTelemetry. */
export type SpanRole = 'internal' | 'server' | 'producer' | 'consumer';

/** Undefined is left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface SpanMoment {
  readonly name: string;
  /** Wall time, milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly attributes?: SpanAttributes;
}

/** Another span that it follows from, and that is not its parent. */
export interface SpanRelation {
  readonly to: TraceContext;
  readonly attributes?: SpanAttributes;
}

export interface ToldSpan {
  readonly context: TraceContext;
  /** Undefined: it begins the trace. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanRole;
  readonly startMs: number;
  /** One that ends before it starts, because two machines disagree about the time, has no length. */
  readonly endMs: number;
  readonly attributes: SpanAttributes;
  readonly moments?: readonly SpanMoment[];
  readonly relations?: readonly SpanRelation[];
  /** Why it failed, in one line; undefined if it did not. */
  readonly failure?: string | undefined;
}
