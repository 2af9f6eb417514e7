// Spans on their way to a collector, by the exporter of OpenTelemetry. Only this file imports it, and it is loaded only where
// an endpoint is set. What cannot be sent is dropped and counted in the log: no job waits for a collector.
import { DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, diag } from '@opentelemetry/api';
import type { Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

import { CLOCKS, LIMITS, createThrottle } from '@dome/contracts';
import type { TraceContext } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import { samplerOf } from './sampler.ts';
import type { Sampling } from './sampler.ts';
import type { SpanAttributes, SpanRole, ToldSpan } from './span.ts';
import type { Tracing } from './tracing.ts';

export interface OtlpOptions {
  readonly url: string;
  /** They may hold a credential: they are sent and never logged. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sampling: Sampling;
  readonly resource: { readonly plane: string; readonly instance: string; readonly version: string };
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createOtlpTracing(options: OtlpOptions): Tracing & AsyncDisposable {
  const { url, headers, clock, logger } = options;
  const exporter = audited(new OTLPTraceExporter({ url, headers: { ...headers } }), { clock, logger });
  listenToDrops({ clock, logger });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: LIMITS.spansQueued,
    scheduledDelayMillis: CLOCKS.spanDelayMs,
  });
  const resource = resourceOf(options.resource);
  const scope = { name: 'dome', version: options.resource.version };
  const records = samplerOf(options.sampling, ratioOf(options.sampling));
  return {
    isOn: true,
    records,
    tell: (span) => {
      if (records(span.context)) processor.onEnd(readable(span, { resource, instrumentationScope: scope }));
    },
    [Symbol.asyncDispose]: async () => {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      using _bound = clock.after(CLOCKS.spanFlushMs, resolve);
      // What failed has been logged by then.
      await Promise.race([processor.shutdown().catch(() => undefined), late]);
    },
  };
}

function ratioOf(sampling: Sampling): (traceId: string) => boolean {
  const sampler = new TraceIdRatioBasedSampler(sampling.kind === 'ratio' ? sampling.ratio : 1);
  return (traceId) => sampler.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
}

/** A collector may be away for hours, and the log is not the place to say so ten times a minute. */
const FAILURE_EVERY_MS = 60_000;

function audited(exporter: SpanExporter, { clock, logger }: Pick<OtlpOptions, 'clock' | 'logger'>): SpanExporter {
  const throttle = createThrottle({ nowMs: () => clock.monotonicMs(), everyMs: FAILURE_EVERY_MS });
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { error } = result;
        if (error !== undefined)
          throttle.tell(
            (count) => logger.warn({ reason: error.message, spans: count }, 'spans could not be exported'),
            spans.length,
          );
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

/** The library says it by its own logger: how many spans found the queue full, or a variable that it cannot use. */
function listenToDrops({ clock, logger }: Pick<OtlpOptions, 'clock' | 'logger'>): void {
  const throttle = createThrottle({ nowMs: () => clock.monotonicMs(), everyMs: FAILURE_EVERY_MS });
  const warn = (reason: string): void => throttle.tell((times) => logger.warn({ reason, times }, 'spans are left out'));
  const ignore = (): void => {};
  const listener = { error: ignore, warn, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(listener, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

/** What the environment says of the service comes last, and counts. */
function resourceOf({ plane, instance, version }: OtlpOptions['resource']): Resource {
  const own = { 'service.name': plane, 'service.version': version, 'service.instance.id': instance };
  const detectors = [resourceAttributesEnvDetector, serviceNameEnvDetector];
  return defaultResource().merge(resourceFromAttributes(own)).merge(detectResources({ detectors }));
}

const KINDS: Readonly<Record<SpanRole, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

function readable(span: ToldSpan, of: Pick<ReadableSpan, 'resource' | 'instrumentationScope'>): ReadableSpan {
  const { context, parentSpanId, startMs, failure } = span;
  const endMs = Math.max(startMs, span.endMs);
  const own = spanContextOf(context);
  const moments = (span.moments ?? []).slice(0, LIMITS.spanParts);
  const relations = (span.relations ?? []).slice(0, LIMITS.spanParts);
  return {
    ...of,
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => own,
    ...(parentSpanId === undefined ? {} : { parentSpanContext: { ...own, spanId: parentSpanId } }),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(endMs - startMs),
    ended: true,
    status: failure === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: failure },
    attributes: attributesOf(span.attributes),
    events: moments.map(({ name, atMs, attributes }) => ({
      name,
      time: hrTime(atMs),
      attributes: attributesOf(attributes),
    })),
    links: relations.map(({ to, attributes }) => ({
      context: spanContextOf(to),
      attributes: attributesOf(attributes),
    })),
    droppedAttributesCount: 0,
    droppedEventsCount: (span.moments?.length ?? 0) - moments.length,
    droppedLinksCount: (span.relations?.length ?? 0) - relations.length,
  };
}

/** Whatever is exported is sampled: a trace that is not has been left out before. */
const spanContextOf = ({ traceId, spanId }: TraceContext): SpanContext => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
});

function attributesOf(attributes: SpanAttributes = {}): Attributes {
  const given: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) given[name] = typeof value === 'object' ? [...value] : value;
  }
  return given;
}

/** Seconds, and the nanoseconds of the next one. */
function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}
