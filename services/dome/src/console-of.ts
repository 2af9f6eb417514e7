// The console beside probes and metrics, where the configuration says where a browser reaches the broker.
import { DomeError } from '@dome/contracts';
import { consoleFolderBy, consoleRoutes } from '@dome/runtime';
import type { HttpRoute } from '@dome/runtime';

import type { DomeConfig } from './config.ts';

/** By path; empty where there is none. @throws DomeError CONFIG_INVALID where nothing listens, or its files are missing */
export async function consoleOf({
  http,
  consoleWebsocket: websocket,
}: Pick<DomeConfig, 'http' | 'consoleWebsocket'>): Promise<Readonly<Record<string, HttpRoute>>> {
  if (websocket === undefined) return {};
  if (http === undefined)
    throw new DomeError('CONFIG_INVALID', {
      detail: 'DOME_CONSOLE_WEBSOCKET is set and DOME_HTTP is not: nothing listens that could serve the console.',
      hint: 'Set DOME_HTTP as well, such as DOME_HTTP=:8080.',
    });
  return await consoleRoutes({
    folder: consoleFolderBy(import.meta.resolve('@dome/console/package.json')),
    config: () => ({ websocket, mode: 'installation' }),
  });
}
