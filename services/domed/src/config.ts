// The configuration of one daemon. Everything else about it comes from the catalogue and the broker: the ack wait, for
// example, is read from the consumer, so that heartbeats and broker can never disagree.
import { CLOCKS, POOL_DEFAULT } from '@dome/contracts';
import { serviceSettings } from '@dome/runtime';
import type { Config, ConfigSpec } from '@dome/runtime';
import { TRACING_SETTINGS } from '@dome/telemetry';

import { PROCESS_GUARDS } from './execution.ts';

export const configSpec = {
  ...serviceSettings('domed'),
  ...TRACING_SETTINGS,
  skillsDir: { kind: 'path', variable: 'DOME_SKILLS', default: 'skills', description: 'folder of the skill catalogue' },
  pool: { kind: 'string', variable: 'DOME_POOL', default: POOL_DEFAULT, description: 'routing group of this daemon' },
  slots: {
    kind: 'integer',
    variable: 'DOME_SLOTS',
    default: 8,
    min: 1,
    max: 1_024,
    description: 'jobs that run at once',
  },
  workDir: {
    kind: 'path',
    variable: 'DOME_WORK_DIR',
    default: '.dome/domed',
    description: 'where jobs get their folders and caches stand',
  },
  passedVariables: {
    kind: 'string',
    variable: 'DOME_PASS_ENV',
    default: '',
    description: 'variables of its own environment that skills get too, by name, with commas: a proxy, certificates',
  },
  secretsDir: {
    kind: 'path',
    variable: 'DOME_SECRETS',
    default: undefined,
    description: 'folder of the secrets that skills may ask for: a file for each, named like it',
  },
  secretsSalt: {
    kind: 'string',
    variable: 'DOME_SECRETS_SALT',
    default: undefined,
    secret: true,
    description: 'makes the digests of secrets in provenance comparable across daemons and restarts; or in a _FILE',
  },
  guard: {
    kind: 'enum',
    variable: 'DOME_GUARD',
    values: PROCESS_GUARDS,
    default: 'mount-namespace',
    description: 'strongest guard of jobs that is tried; the next weaker one where the machine does not allow it',
  },
  driftGraceMs: {
    kind: 'durationMs',
    variable: 'DOME_DRIFT_GRACE',
    default: CLOCKS.driftGraceMs,
    min: 0,
    max: 86_400_000,
    description: 'how long a command waits for a daemon that can serve it',
  },
  lockLeaseMs: {
    kind: 'durationMs',
    variable: 'DOME_LOCK_LEASE',
    default: CLOCKS.lockLeaseMs,
    min: 1_000,
    max: 600_000,
    description: 'how long a lock outlives the daemon of its job',
  },
  drainMs: {
    kind: 'durationMs',
    variable: 'DOME_DRAIN',
    default: 10_000,
    min: 0,
    max: 3_600_000,
    description: 'how long running jobs may go on after SIGTERM before they are handed back',
  },
} as const satisfies ConfigSpec;

export type DomedConfig = Config<typeof configSpec>;
