// What every service shares, whatever it serves: its bus, its user there, how it starts and how it ends.
import { existsSync, readFileSync } from 'node:fs';

import { toDomeError } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';

import { brokerSettings } from './broker-settings.ts';
import { describeConfig } from './config.ts';
import type { ConfigSpec } from './config.ts';
import { LOG_LEVELS } from './logger.ts';
import type { Logger } from './logger.ts';
import { meetStart } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import type { Shutdown } from './shutdown.ts';

/** The variables of every service; `user` is its default user at the broker. */
export function serviceSettings(user: string) {
  return {
    ...brokerSettings(user),
    instance: {
      kind: 'string',
      variable: 'DOME_INSTANCE',
      default: undefined,
      description: 'id of this process; random by default',
    },
    http: {
      kind: 'listenAddress',
      variable: 'DOME_HTTP',
      default: undefined,
      description: 'where probes and metrics are answered over HTTP; unset, nothing listens',
    },
    logLevel: {
      kind: 'enum',
      variable: 'DOME_LOG_LEVEL',
      values: LOG_LEVELS,
      default: 'info',
      description: 'lowest level that is logged',
    },
  } as const satisfies ConfigSpec;
}

export interface Served {
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  /** Lacks its start until it is done. */
  readonly readiness: Readiness;
  readonly start: () => Promise<void>;
}

/**
 * Runs from the start to the exit code. The start is not awaited: an absent broker is waited for indefinitely, and a
 * signal must end that too.
 */
export async function serve({ logger, shutdown, readiness, start }: Served): Promise<number> {
  const begin = async (): Promise<void> => {
    try {
      await start();
      meetStart(readiness);
    } catch (thrown) {
      const err = toDomeError(thrown);
      if (!shutdown.signal.aborted) logger.fatal({ err, hint: hintOf(err) }, 'the service cannot start');
      shutdown.begin('it cannot start', exitCodeOf(err));
    }
  };
  void begin();
  return await shutdown.done;
}

/** What the catalogue says of a configuration says nothing of this one. */
const hintOf = ({ code, fields, hint }: DomeError): string | undefined =>
  code === 'CONFIG_INVALID' ? fields.hint : hint;

export interface ServiceMain {
  /** What `--help` prints before the variables. */
  readonly title: string;
  readonly configSpec: ConfigSpec;
  /** Resolves to the exit code. */
  readonly run: () => Promise<number>;
}

/** The part of `process` that a program needs. */
export type Program = Pick<NodeJS.Process, 'argv' | 'stdout' | 'stderr' | 'exit'>;

/** The exit code of all our commands for invalid usage, a configuration included. */
const EXIT_USAGE = 2;

const exitCodeOf = ({ code }: DomeError): number => (code === 'CONFIG_INVALID' ? EXIT_USAGE : 1);

/** The whole of a program that is one service: its help, or its life; an error before it can log is one line. */
export async function runMain(process: Program, { title, configSpec, run }: ServiceMain): Promise<never> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${title}, configured by its environment:\n\n${describeConfig(configSpec)}\n`);
    return process.exit(0);
  }
  try {
    return process.exit(await run());
  } catch (thrown) {
    const error = toDomeError(thrown);
    const said = error.message.replace(/\.$/, '');
    process.stderr.write(`${[said, error.fields.hint].filter(Boolean).join('. ')}\n`);
    return process.exit(exitCodeOf(error));
  }
}

/**
 * The version of the package that contains the module: its manifest is one folder up in the sources, and beside the
 * program once published.
 */
export function packageVersion(moduleUrl: string): string {
  const manifest = ['./package.json', '../package.json']
    .map((path) => new URL(path, moduleUrl))
    .find((url) => existsSync(url));
  if (manifest === undefined) return '0.0.0';
  const value: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
