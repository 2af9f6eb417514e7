// The composition root: the only file that reads the process and hands it to the parts. Disposal runs in reverse: first
// nothing new, then nothing in hand, then no replies, then no process, no write, no connection.
import process from 'node:process';

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

import { createNonce, createSalt } from './adapters/nonce.ts';
import { configSpec } from './config.ts';
import { startRuntimePlane } from './daemon.ts';
import { daemonIdentityOf } from './identity.ts';

/** The rest of the drain after running jobs were given back: their grace period, their last output. */
const DRAIN_RESERVE_MS = 20_000;

async function run(): Promise<number> {
  const { environment, files, exposed } = takeSecrets(secretVariables(configSpec), process.env);
  const config = readConfig(configSpec, environment);
  const nonce = createNonce();
  const version = packageVersion(import.meta.url);
  const identity = daemonIdentityOf(config, { nonce: nonce(), version });
  const logger = createLogger({
    name: 'domed',
    instance: identity.instance,
    level: config.logLevel,
    secrets: secretsOf(configSpec, config),
  });
  if (exposed.length > 0)
    logger.warn({ variables: exposed }, 'secrets can be seen in the environment of the process: give them as files');
  const shutdown = createShutdown({
    signals: process,
    clock: systemClock,
    logger,
    deadlineMs: config.drainMs + DRAIN_RESERVE_MS,
  });
  const readiness = createReadiness();
  const build = { plane: 'domed', version } as const;
  const traced = {
    config,
    plane: build.plane,
    instance: identity.instance,
    version,
    clock: systemClock,
    logger,
    shutdown,
  };
  const tracing = await openTracing(traced);
  const meters = await openMeters({ address: config.http, build, readiness, logger, shutdown });
  const options = {
    config,
    identity,
    logger,
    shutdown,
    readiness,
    meters,
    passwordFile: files.get(configSpec.natsPassword.variable),
    secretFiles: [...files.values()],
    tracing,
    nonce,
    // Without one of its operator, digests can be compared for as long as the daemon runs.
    salt: config.secretsSalt ?? createSalt(),
    clock: systemClock,
    environment: process.env,
  };
  return await serve({ logger, shutdown, readiness, start: () => startRuntimePlane(options) });
}

await runMain(process, { title: 'The runtime daemon', configSpec, run });
