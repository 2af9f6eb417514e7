// Opens what a service shows over HTTP: its probes and its metrics. Without an address there is nothing to open, and what
// is counted is counted by nobody.
import { listenHttp, probeRoutes } from '@dome/runtime';
import type { HttpRoute, ListenAddress, Logger, Readiness, Shutdown } from '@dome/runtime';

import { NO_METERS, one } from './metrics/meters.ts';
import type { Meters } from './metrics/meters.ts';
import { showProcess } from './metrics/process-meters.ts';
import type { ProcessBuild } from './metrics/process-meters.ts';
import { createPrometheusMeters } from './metrics/prometheus.ts';

export interface ObservedService {
  /** As DOME_HTTP gives it. */
  readonly address: ListenAddress | undefined;
  readonly build: ProcessBuild;
  /** Beside probes and metrics, by path. */
  readonly routes?: Readonly<Record<string, HttpRoute>>;
  readonly readiness: Readiness;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

/**
 * Called before anything else is opened, so that it is closed last: while the service drains, its probes still say so.
 * @throws DomeError CONFIG_INVALID, which names DOME_HTTP, for an address that cannot be had
 */
export async function openMeters(service: ObservedService): Promise<Meters> {
  const { address, build, readiness, logger, shutdown } = service;
  if (address === undefined) return NO_METERS;
  readiness.check('shutdown', () => (shutdown.signal.aborted ? 'The process drains, and then it ends.' : undefined));
  const meters = await createPrometheusMeters(build.plane, logger);
  showProcess(meters, build);
  meters.show('dome_ready', () => one(Number(readiness.lacks.size === 0)));
  const routes = {
    ...service.routes,
    ...probeRoutes(readiness),
    '/metrics': async () => ({ status: 200, ...(await meters.exposition()) }),
  };
  shutdown.use('http', await listenHttp({ address, variable: 'DOME_HTTP', routes, logger }));
  return meters;
}
