export { openMeters } from './open-meters.ts';
export { openTracing } from './open-tracing.ts';
export { TRACING_SETTINGS } from './tracing/settings.ts';
export type { SpanAttributes, SpanMoment, SpanRelation, ToldSpan } from './tracing/span.ts';
/** @public Tests compose planes that nobody traces. */
export { NO_TRACING } from './tracing/tracing.ts';
export type { Tracing } from './tracing/tracing.ts';
export { requestMeter, showConnection, showPending, showSpace, writeMeter } from './metrics/bus-meters.ts';
export { showEventLoop } from './metrics/process-meters.ts';
export { one, seconds } from './metrics/meters.ts';
/** @public Tests compose planes that nobody scrapes. */
export { NO_METERS } from './metrics/meters.ts';
export type { Meters } from './metrics/meters.ts';
/** @public Tests read what was counted. */
export { createPrometheusMeters } from './metrics/prometheus.ts';
