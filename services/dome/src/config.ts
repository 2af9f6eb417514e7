// What an installation says to one replica of the control plane; replicas of one installation are told the same, except for
// their instance.
import { LIMITS } from '@dome/contracts';
import { logLevels } from '@dome/runtime';
import type { Config, ConfigSpec } from '@dome/runtime';

export const configSpec = {
  natsUrl: {
    kind: 'url',
    variable: 'DOME_NATS_URL',
    default: 'nats://127.0.0.1:4222',
    protocols: ['nats', 'tls'],
    list: true,
    description: 'the broker, or the servers of its cluster',
  },
  natsUser: { kind: 'string', variable: 'DOME_NATS_USER', default: 'dome', description: 'broker user' },
  natsPassword: {
    kind: 'string',
    variable: 'DOME_NATS_PASSWORD',
    default: undefined,
    secret: true,
    description: 'its password',
  },
  natsCreds: {
    kind: 'path',
    variable: 'DOME_NATS_CREDS',
    default: undefined,
    description: 'credentials file, in place of user and password',
  },
  access: { kind: 'path', variable: 'DOME_ACCESS', default: 'access.yaml', description: 'who has which role' },
  instance: {
    kind: 'string',
    variable: 'DOME_INSTANCE',
    default: undefined,
    description: 'id of this process; drawn at random when absent',
  },
  openRunsMax: {
    kind: 'integer',
    variable: 'DOME_OPEN_RUNS',
    default: LIMITS.openRuns,
    min: 1,
    max: 1_000_000,
    description: 'runs that may be open at once',
  },
  drainMs: {
    kind: 'durationMs',
    variable: 'DOME_DRAIN',
    default: 10_000,
    min: 0,
    max: 3_600_000,
    description: 'how long what is in hand may take after SIGTERM',
  },
  logLevel: {
    kind: 'enum',
    variable: 'DOME_LOG_LEVEL',
    values: logLevels,
    default: 'info',
    description: 'least level that is logged',
  },
} as const satisfies ConfigSpec;

export type DomeConfig = Config<typeof configSpec>;
