// What every service is told and does alike, whatever it serves: where its bus is, who it is there, how it starts and ends.
import { existsSync, readFileSync } from 'node:fs';

import { toDomeError } from '@dome/contracts';

import { describeConfig } from './config.ts';
import type { ConfigSpec } from './config.ts';
import { logLevels } from './logger.ts';
import type { Logger } from './logger.ts';
import type { Shutdown } from './shutdown.ts';

/** The variables of every service; `user` is who it is at the broker unless it is told otherwise. */
export function serviceSettings(user: string) {
  return {
    natsUrl: {
      kind: 'url',
      variable: 'DOME_NATS_URL',
      default: 'nats://127.0.0.1:4222',
      protocols: ['nats', 'tls'],
      list: true,
      description: 'the broker, or the servers of its cluster',
    },
    natsUser: { kind: 'string', variable: 'DOME_NATS_USER', default: user, description: 'broker user' },
    natsPassword: {
      kind: 'string',
      variable: 'DOME_NATS_PASSWORD',
      default: undefined,
      secret: true,
      description: 'its password; or, in DOME_NATS_PASSWORD_FILE, a file that holds it',
    },
    natsCreds: {
      kind: 'path',
      variable: 'DOME_NATS_CREDS',
      default: undefined,
      description: 'credentials file, in place of user and password',
    },
    instance: {
      kind: 'string',
      variable: 'DOME_INSTANCE',
      default: undefined,
      description: 'id of this process; drawn at random when absent',
    },
    logLevel: {
      kind: 'enum',
      variable: 'DOME_LOG_LEVEL',
      values: logLevels,
      default: 'info',
      description: 'least level that is logged',
    },
  } as const satisfies ConfigSpec;
}

export interface Served {
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  readonly start: () => Promise<void>;
}

/**
 * From the start to the exit code. The start is not awaited: a broker that is away is waited for without end, and a signal
 * ends that too.
 */
export async function serve({ logger, shutdown, start }: Served): Promise<number> {
  start().catch((thrown: unknown) => {
    if (!shutdown.signal.aborted) logger.fatal({ err: toDomeError(thrown) }, 'the service cannot start');
    shutdown.begin('it cannot start', 1);
  });
  return await shutdown.done;
}

export interface ServiceMain {
  /** What `--help` says before the variables. */
  readonly title: string;
  readonly configSpec: ConfigSpec;
  /** Gives the exit code. */
  readonly run: () => Promise<number>;
}

/** The part of `process` that a program needs. */
export type Program = Pick<NodeJS.Process, 'argv' | 'stdout' | 'stderr' | 'exit'>;

/** As every command of ours exits for words that do not hold. */
const EXIT_USAGE = 2;

/** The whole of a program that is one service: its help, or its life; a fault before it can log is one line. */
export async function runMain(process: Program, { title, configSpec, run }: ServiceMain): Promise<never> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${title}, configured by its environment:\n\n${describeConfig(configSpec)}\n`);
    return process.exit(0);
  }
  try {
    return process.exit(await run());
  } catch (thrown) {
    const error = toDomeError(thrown);
    process.stderr.write(`${error.message}\n`);
    return process.exit(error.code === 'CONFIG_INVALID' ? EXIT_USAGE : 1);
  }
}

/** Of the package that the module is of: beside the sources its manifest is one folder up, published beside the program. */
export function packageVersion(moduleUrl: string): string {
  const manifest = ['./package.json', '../package.json']
    .map((path) => new URL(path, moduleUrl))
    .find((url) => existsSync(url));
  if (manifest === undefined) return '0.0.0';
  const value: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
