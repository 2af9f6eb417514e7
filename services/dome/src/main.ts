// The composition root: the only file that reads the process and the access file.
import { readFileSync } from 'node:fs';
import process from 'node:process';

import { DomeError, isId, toDomeError } from '@dome/contracts';
import { createLogger, createShutdown, describeConfig, readConfig, secretsOf, systemClock } from '@dome/runtime';

import { randomNonce } from './adapters/nonce.ts';
import { readAccess } from './approvals/access.ts';
import type { AccessRules } from './approvals/access.ts';
import { configSpec } from './config.ts';
import { startControlPlane } from './control-plane.ts';

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`The control plane, configured by its environment:\n\n${describeConfig(configSpec)}\n`);
    return 0;
  }
  const config = readConfig(configSpec, process.env);
  const instance = config.instance ?? `dome-${randomNonce().slice(0, 8)}`;
  if (!isId(instance)) throw new DomeError('CONFIG_INVALID', { detail: `DOME_INSTANCE: ${instance} is not an id` });
  const access = readAccessFile(config.access);
  const logger = createLogger({
    name: 'dome',
    instance,
    level: config.logLevel,
    secrets: secretsOf(configSpec, config),
  });
  const shutdown = createShutdown({ signals: process, clock: systemClock, logger, deadlineMs: config.drainMs });
  try {
    const version = readVersion();
    await startControlPlane({
      ...{ config, instance, version, access, logger, shutdown },
      ...{ clock: systemClock, nonce: randomNonce },
    });
  } catch (thrown) {
    logger.fatal({ err: toDomeError(thrown) }, 'dome cannot start');
    shutdown.begin('it cannot start', 1);
  }
  return await shutdown.done;
}

function readAccessFile(path: string): AccessRules {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `DOME_ACCESS: ${path} cannot be read` }, { cause });
  }
  try {
    return readAccess(text);
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `DOME_ACCESS: ${path}: ${toDomeError(cause).message}` }, { cause });
  }
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const value: unknown = JSON.parse(text);
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}

main().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    process.stderr.write(`${toDomeError(thrown).message}\n`);
    process.exit(1);
  },
);
