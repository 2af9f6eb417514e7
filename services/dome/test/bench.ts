// A replica of the control plane on a real broker with its accounts, in this process.
import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import type { RunSubmitRequest, RunView } from '@dome/contracts';
import { structureDigest } from '@dome/contracts';
import type { LawSource } from '@dome/planning';
import { createReadiness, createShutdown, readConfig, systemClock } from '@dome/runtime';
import type { Logger } from '@dome/runtime';
import { NO_METERS, NO_TRACING } from '@dome/telemetry';
import { LAWFUL_PLAN, eventually } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

import { randomNonce } from '../src/adapters/nonce.ts';
import { configSpec } from '../src/config.ts';
import { startControlPlane } from '../src/control-plane.ts';
import { LAW_TEXTS } from './law-of.ts';

export interface Replica extends AsyncDisposable {
  readonly instance: string;
}

const log: Logger = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
  child: () => log,
};

export async function startReplica(
  server: PlanesServer,
  instance: string,
  proposedLaw: readonly LawSource[] = LAW_TEXTS,
): Promise<Replica> {
  const { servers, user, password } = server.credentials('dome');
  const env = { DOME_NATS_URL: servers, DOME_NATS_USER: user, DOME_NATS_PASSWORD: password, DOME_INSTANCE: instance };
  const signals = { on() {}, off() {} };
  const shutdown = createShutdown({ signals, clock: systemClock, logger: log, deadlineMs: 10_000 });
  await startControlPlane({
    config: readConfig(configSpec, env),
    instance,
    version: '1.0.0',
    proposedLaw,
    logger: log,
    clock: systemClock,
    shutdown,
    readiness: createReadiness(),
    meters: NO_METERS,
    tracing: NO_TRACING,
    nonce: randomNonce,
  });
  return {
    instance,
    async [Symbol.asyncDispose]() {
      shutdown.begin('the test is over');
      if ((await shutdown.done) !== 0) throw new Error(`${instance} did not drain`);
    },
  };
}

export const controlClientOf = async (server: PlanesServer, person: string): Promise<ControlClient> =>
  createControlClient(await server.connectAs(person));

export const release = (change: Partial<RunSubmitRequest> = {}): RunSubmitRequest => ({
  plan: LAWFUL_PLAN,
  inputs: { patch: 'a patch' },
  workspace: { digest: structureDigest({ workspace: 1 }), size: 10 },
  idempotencyKey: 'first',
  ...change,
});

/** The run once `holds` is true of it. */
export const runWhen = (client: ControlClient, runId: string, holds: (run: RunView) => boolean): Promise<RunView> =>
  eventually(async () => {
    const run = await client.runs.get(runId);
    if (!holds(run)) throw new Error(`the run is ${run.state}, waits for ${run.waitingFor ?? 'nothing'}`);
    return run;
  });
