// The composition root: the only file that reads the process and the folder of the first law.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { DomeError, isId, whyUnusable } from '@dome/contracts';
import type { LawSource } from '@dome/planning';
import {
  createLogger,
  createReadiness,
  createShutdown,
  packageVersion,
  readConfig,
  runMain,
  secretVariables,
  secretsOf,
  serve,
  systemClock,
  takeSecrets,
} from '@dome/runtime';
import { openMeters, openTracing } from '@dome/telemetry';

import { randomNonce } from './adapters/nonce.ts';
import { configSpec } from './config.ts';
import { consoleOf } from './console-of.ts';
import { startControlPlane } from './control-plane.ts';

async function run(): Promise<number> {
  const { environment, files, exposed } = takeSecrets(secretVariables(configSpec), process.env);
  const config = readConfig(configSpec, environment);
  const instance = config.instance ?? `dome-${randomNonce().slice(0, 8)}`;
  if (!isId(instance)) throw new DomeError('CONFIG_INVALID', { detail: `DOME_INSTANCE: ${instance} is not an id` });
  const proposedLaw = readLawFolder(config.law);
  const logger = createLogger({
    name: 'dome',
    instance,
    level: config.logLevel,
    secrets: secretsOf(configSpec, config),
  });
  if (exposed.length > 0)
    logger.warn({ variables: exposed }, 'secrets can be seen in the environment of the process: give them as files');
  const shutdown = createShutdown({ signals: process, clock: systemClock, logger, deadlineMs: config.drainMs });
  const version = packageVersion(import.meta.url);
  const readiness = createReadiness();
  const build = { plane: 'dome', version } as const;
  const traced = { config, plane: build.plane, instance, version, clock: systemClock, logger, shutdown };
  const tracing = await openTracing(traced);
  const routes = await consoleOf(config);
  const meters = await openMeters({ address: config.http, build, routes, readiness, logger, shutdown });
  const options = {
    config,
    passwordFile: files.get(configSpec.natsPassword.variable),
    instance,
    version,
    proposedLaw,
    logger,
    shutdown,
    readiness,
    meters,
    tracing,
    clock: systemClock,
    nonce: randomNonce,
  };
  return await serve({ logger, shutdown, readiness, start: () => startControlPlane(options) });
}

const DOCUMENT = /\.(ya?ml|json)$/;

const LAW_HINT = 'Name the folder that holds the documents of the first law.';

/** The documents in the folder, by name; undefined if there is none: an installation that has its law needs none. */
function readLawFolder(path: string): LawSource[] | undefined {
  try {
    const names = readdirSync(path).filter((name) => DOCUMENT.test(name));
    return names.toSorted().map((name) => ({ source: name, text: readFileSync(join(path, name)) }));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new DomeError(
      'CONFIG_INVALID',
      { detail: `DOME_LAW: ${path} ${whyUnusable(cause)}`, hint: LAW_HINT },
      { cause },
    );
  }
}

await runMain(process, { title: 'The control plane', configSpec, run });
