// The composition root: the only file that reads the process, builds adapters and knows them all. What is registered last is
// given back first: nothing new, then nothing in hand, then nobody is answered, then no process, no write, no connection.
import { readFileSync } from 'node:fs';
import process from 'node:process';

import { toDomeError } from '@dome/contracts';
import { createLogger, createShutdown, describeConfig, readConfig, secretsOf, systemClock } from '@dome/runtime';

import { createNonce } from './adapters/nonce.ts';
import { configSpec } from './config.ts';
import { startDaemon } from './daemon.ts';
import { identityOf } from './identity.ts';

/** What is left of the drain after running jobs were handed back: their grace to end, their last words. */
const drainReserveMs = 20_000;

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`The runtime daemon, configured by its environment:\n\n${describeConfig(configSpec)}\n`);
    return 0;
  }
  const config = readConfig(configSpec, process.env);
  const nonce = createNonce();
  const identity = identityOf(config, { nonce: nonce(), version: readVersion() });
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
  const environment = process.env;
  // Not awaited: a broker that is away is waited for without end, and a signal ends that too.
  startDaemon({ config, identity, logger, shutdown, environment, nonce, clock: systemClock }).catch(
    (thrown: unknown) => {
      if (!shutdown.signal.aborted) logger.fatal({ err: toDomeError(thrown) }, 'domed cannot start');
      shutdown.begin('it cannot start', 1);
    },
  );
  return await shutdown.done;
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
