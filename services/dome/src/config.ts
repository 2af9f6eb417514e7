// The configuration of one replica of the control plane; all replicas of an installation share it, except for the
// instance.
import { CLOCKS, LIMITS } from '@dome/contracts';
import { serviceSettings } from '@dome/runtime';
import type { Config, ConfigSpec } from '@dome/runtime';
import { TRACING_SETTINGS } from '@dome/telemetry';

export const configSpec = {
  ...serviceSettings('dome'),
  ...TRACING_SETTINGS,
  law: {
    kind: 'path',
    variable: 'DOME_LAW',
    default: 'law',
    description: 'folder of the documents that become the first law; later it is only compared',
  },
  openRunsMax: {
    kind: 'integer',
    variable: 'DOME_OPEN_RUNS',
    default: LIMITS.openRuns,
    min: 1,
    max: 1_000_000,
    description: 'runs that may be open at once',
  },
  driftGraceMs: {
    kind: 'durationMs',
    variable: 'DOME_DRIFT_GRACE',
    default: CLOCKS.driftGraceMs,
    min: 0,
    max: 86_400_000,
    description: 'how long a task waits for a daemon that can serve it, within its queue timeout',
  },
  consoleWebsocket: {
    kind: 'url',
    protocols: ['ws', 'wss'],
    variable: 'DOME_CONSOLE_WEBSOCKET',
    default: undefined,
    description: 'where a browser reaches the broker: the console is served where DOME_HTTP says; unset, it is not',
  },
  drainMs: {
    kind: 'durationMs',
    variable: 'DOME_DRAIN',
    default: 10_000,
    min: 0,
    max: 3_600_000,
    description: 'how long what is in hand may take after SIGTERM',
  },
} as const satisfies ConfigSpec;

export type DomeConfig = Config<typeof configSpec>;
