// Opens the export of spans. Without an endpoint nothing is opened and nothing of OpenTelemetry is loaded.
import { DomeError } from '@dome/contracts';
import type { Clock, Logger, Shutdown } from '@dome/runtime';

import { readSampler } from './tracing/sampler.ts';
import type { TracingConfig } from './tracing/settings.ts';
import { NO_TRACING } from './tracing/tracing.ts';
import type { Tracing } from './tracing/tracing.ts';

export interface TracedService {
  readonly config: TracingConfig;
  readonly plane: 'dome' | 'domed';
  readonly instance: string;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

const PROTOCOL = 'http/protobuf';

/**
 * Called before anything else is opened, so that it is closed last: what the drain tells is exported, too.
 * @throws DomeError CONFIG_INVALID, which names the variable
 */
export async function openTracing(service: TracedService): Promise<Tracing> {
  const { config, clock, logger, shutdown, plane, instance, version } = service;
  const url = tracesUrl(config);
  if (url === undefined || config.otelDisabled) return NO_TRACING;
  requireProtocol(config);
  const sampling = readSampler(config.tracesSampler, config.tracesSamplerArg);
  const { createOtlpTracing } = await import('./tracing/otlp.ts');
  const headers = { ...readHeaders(config.otlpHeaders), ...readHeaders(config.otlpTracesHeaders) };
  const resource = { plane, instance, version };
  const tracing = shutdown.use('traces', createOtlpTracing({ url, headers, sampling, resource, clock, logger }));
  const { origin, pathname } = new URL(url);
  logger.info({ endpoint: `${origin}${pathname}`, sampler: config.tracesSampler }, 'spans are exported');
  return tracing;
}

function tracesUrl({ otlpEndpoint, otlpTracesEndpoint }: TracingConfig): string | undefined {
  if (otlpTracesEndpoint !== undefined) return otlpTracesEndpoint;
  return otlpEndpoint === undefined ? undefined : `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`;
}

function requireProtocol({ otlpProtocol, otlpTracesProtocol }: TracingConfig): void {
  const [variable, protocol] =
    otlpTracesProtocol === undefined
      ? ['OTEL_EXPORTER_OTLP_PROTOCOL', otlpProtocol]
      : ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', otlpTracesProtocol];
  if (protocol === undefined || protocol === PROTOCOL) return;
  const detail = `${variable}: ${JSON.stringify(protocol)} is not ${PROTOCOL}, which every collector takes, by default at port 4318`;
  throw new DomeError('CONFIG_INVALID', { detail });
}

/** As OpenTelemetry writes them: `name=value,name=value`, values percent-encoded. What is not a pair is left out. */
function readHeaders(text = ''): Record<string, string> {
  return Object.fromEntries(
    text.split(',').flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      const name = pair.slice(0, Math.max(0, at)).trim();
      return name === '' ? [] : [[name, decoded(pair.slice(at + 1).trim())]];
    }),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
