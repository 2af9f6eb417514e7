// The variables of OpenTelemetry that a plane reads. The exporter itself reads those about its connection:
// OTEL_EXPORTER_OTLP_TIMEOUT, _COMPRESSION, _CERTIFICATE, _CLIENT_CERTIFICATE and _CLIENT_KEY.
import type { Config, ConfigSpec } from '@dome/runtime';

export const TRACING_SETTINGS = {
  otlpEndpoint: {
    kind: 'url',
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: undefined,
    protocols: ['http', 'https'],
    description: 'collector that spans are sent to; unset, there are none',
  },
  otlpTracesEndpoint: {
    kind: 'url',
    variable: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    default: undefined,
    protocols: ['http', 'https'],
    description: 'the same for traces alone, with the whole path',
  },
  otlpProtocol: {
    kind: 'string',
    variable: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    default: undefined,
    description: 'http/protobuf, the only one',
  },
  otlpTracesProtocol: {
    kind: 'string',
    variable: 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    default: undefined,
    description: 'the same for traces alone',
  },
  otlpHeaders: {
    kind: 'string',
    variable: 'OTEL_EXPORTER_OTLP_HEADERS',
    default: undefined,
    secret: true,
    description: 'headers of each export, as name=value with commas between them; or in a _FILE',
  },
  otlpTracesHeaders: {
    kind: 'string',
    variable: 'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
    default: undefined,
    secret: true,
    description: 'the same for traces alone',
  },
  tracesSampler: {
    kind: 'string',
    variable: 'OTEL_TRACES_SAMPLER',
    default: 'parentbased_always_on',
    description: 'which traces are exported: always_on, always_off, traceidratio, or one of them as parentbased_…',
  },
  tracesSamplerArg: {
    kind: 'string',
    variable: 'OTEL_TRACES_SAMPLER_ARG',
    default: undefined,
    description: 'the ratio of traceidratio, from 0 to 1',
  },
  otelDisabled: {
    kind: 'boolean',
    variable: 'OTEL_SDK_DISABLED',
    default: false,
    description: 'no spans, whatever else is set',
  },
} as const satisfies ConfigSpec;

export type TracingConfig = Config<typeof TRACING_SETTINGS>;
