// The composition root: the only file that reads the process and the access file.
import { readFileSync } from 'node:fs';
import process from 'node:process';

import { DomeError, isId, toDomeError } from '@dome/contracts';
import {
  createLogger,
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

import { randomNonce } from './adapters/nonce.ts';
import { readAccess } from './approvals/access.ts';
import type { AccessRules } from './approvals/access.ts';
import { configSpec } from './config.ts';
import { startControlPlane } from './control-plane.ts';

async function run(): Promise<number> {
  const { environment, exposed } = takeSecrets(secretVariables(configSpec), process.env);
  const config = readConfig(configSpec, environment);
  const instance = config.instance ?? `dome-${randomNonce().slice(0, 8)}`;
  if (!isId(instance)) throw new DomeError('CONFIG_INVALID', { detail: `DOME_INSTANCE: ${instance} is not an id` });
  const access = readAccessFile(config.access);
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
  const options = { config, instance, version, access, logger, shutdown, clock: systemClock, nonce: randomNonce };
  return await serve({ logger, shutdown, start: () => startControlPlane(options) });
}

function readAccessFile(path: string): AccessRules {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `DOME_ACCESS: ${path} cannot be read` }, { cause });
  }
  try {
    return readAccess(bytes);
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `DOME_ACCESS: ${path}: ${toDomeError(cause).message}` }, { cause });
  }
}

await runMain(process, { title: 'The control plane', configSpec, run });
