// Answers what is asked of the daemon: capabilities, jobs, artifacts, health.
import { mkdir } from 'node:fs/promises';

import { connectPlane, startService } from '@dome/bus';
import type { ServiceDeclaration } from '@dome/bus';
import { OBJECT_STORES } from '@dome/contracts';
import type { HealthReply } from '@dome/contracts';
import { insist, watchProcess } from '@dome/runtime';
import type { Insistence, ProcessFacts } from '@dome/runtime';
import { requestMeter, showEventLoop } from '@dome/telemetry';

import { uploadsIn } from './core.ts';
import type { Core } from './core.ts';
import type { DaemonOptions } from './daemon-options.ts';
import { declareEndpoints } from './services/declare.ts';
import { createDownloads } from './services/downloads.ts';
import { healthOf } from './services/health.ts';
import { createUploads } from './services/uploads.ts';

/** A right that is missing is waited for. Uploads and downloads end with the service that answers for them. */
export async function answerRequests(
  options: DaemonOptions,
  core: Core,
  terms: Omit<Insistence, 'what'>,
): Promise<AsyncDisposable> {
  const { config, identity, clock, logger, nonce, shutdown } = options;
  const { ports, space, catalogue, folder } = core;
  const { instance, version, pool } = identity;
  const dir = uploadsIn(folder);
  await mkdir(dir, { recursive: true });
  const uploads = shutdown.use(
    'uploads',
    createUploads({
      dir,
      instance,
      clock,
      nonce,
      content: ports.content,
      shortage: () => space.shortage([OBJECT_STORES.domed_artifacts]),
    }),
  );
  const downloads = shutdown.use('downloads', createDownloads(ports.content, clock));
  const watch = shutdown.use('process watch', watchProcess({ logger }));
  showEventLoop(options.meters, () => watch.facts());
  const requests = await connectPlane({ ...options, name: instance }, 'requests');
  const endpoints = declareEndpoints({
    ...ports,
    clock,
    instance,
    uploads,
    downloads,
    health: () => healthNow(options, core, watch.facts()),
  });
  const names = endpoints.map(({ name }) => name);
  const declaration: ServiceDeclaration = {
    name: 'domed',
    version,
    logger,
    description: 'The runtime plane: skills, jobs, locks, artifacts.',
    metadata: { instance, pool, slots: String(config.slots), skills: catalogue.skills.names.join(',') },
    endpoints,
    onAnswered: requestMeter(options.meters, names),
  };
  return await insist(() => startService(requests, declaration), { what: 'requests', ...terms });
}

function healthNow({ identity, shutdown }: DaemonOptions, core: Core, facts: ProcessFacts): HealthReply {
  const { bindings, catalogue, connection, guard, intake, machine, slots, space } = core;
  return healthOf({
    instance: identity.instance,
    version: identity.version,
    guard,
    slots,
    inHand: intake.inHand,
    process: facts,
    space: space.current(),
    isConnected: connection.isConnected,
    isDraining: shutdown.signal.aborted,
    served: bindings.served,
    unserved: bindings.unserved.filter((name) => bindings.usableVersions(name).length > 0),
    lacking: bindings.lacking,
    refused: catalogue.refused.map(({ message }) => message),
    machineFault: machine.fault?.message,
  });
}
