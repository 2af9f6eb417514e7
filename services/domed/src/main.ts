// The composition root: the only file that reads the process, builds adapters and knows them all. What is registered last is
// given back first: nothing new, then nothing in hand, then nobody is answered, then no process, no write, no connection.
import process from 'node:process';

import {
  createLogger,
  createShutdown,
  packageVersion,
  readConfig,
  runMain,
  secretsOf,
  serve,
  systemClock,
} from '@dome/runtime';

import { createNonce } from './adapters/nonce.ts';
import { configSpec } from './config.ts';
import { startDaemon } from './daemon.ts';
import { identityOf } from './identity.ts';

/** What is left of the drain after running jobs were handed back: their grace to end, their last words. */
const drainReserveMs = 20_000;

async function run(): Promise<number> {
  const config = readConfig(configSpec, process.env);
  const nonce = createNonce();
  const version = packageVersion(import.meta.url);
  const identity = identityOf(config, { nonce: nonce(), version });
  const logger = createLogger({
    name: 'domed',
    instance: identity.instance,
    level: config.logLevel,
    secrets: secretsOf(configSpec, config),
  });
  const shutdown = createShutdown({
    ...{ signals: process, clock: systemClock, logger },
    deadlineMs: config.drainMs + drainReserveMs,
  });
  const options = { config, identity, logger, shutdown, environment: process.env, nonce, clock: systemClock };
  return await serve({ logger, shutdown, start: () => startDaemon(options) });
}

await runMain(process, { title: 'The runtime daemon', configSpec, run });
