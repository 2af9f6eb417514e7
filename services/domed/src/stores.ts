// What a daemon stores on the broker, each behind its port and registered for shutdown.
import { createPublisher } from '@dome/bus';
import type { Publisher, SpaceWatch } from '@dome/bus';
import { CLOCKS } from '@dome/contracts';
import type { Clock, Logger, Shutdown } from '@dome/runtime';
import { writeMeter } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';

import type { Bus } from './adapters/bus.ts';
import { createDescriptorStore, createDirectory } from './adapters/capabilities.ts';
import { createContentStore } from './adapters/content.ts';
import { createCursorStore } from './adapters/cursor-store.ts';
import { createDrainStore } from './adapters/drain-store.ts';
import { createJobStore } from './adapters/job-store.ts';
import { createJobLedger } from './adapters/ledger.ts';
import { createLockStore } from './adapters/lock-store.ts';
import { listenToJobs } from './adapters/live.ts';
import { createLogOpener } from './adapters/log-opener.ts';
import { createMeteredJobs } from './adapters/metered-jobs.ts';
import type { DaemonIdentity } from './identity.ts';

export type Stores = Awaited<ReturnType<typeof openStores>>;

export interface StoresOptions {
  readonly identity: DaemonIdentity;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  readonly meters: Meters;
  readonly nonce: () => string;
}

export interface StoresGround {
  readonly bus: Bus;
  readonly publisher: Publisher;
  readonly skills: readonly string[];
  readonly onTrouble: SpaceWatch['note'];
}

/** 5 s each: by then a broker that restarts, or elects a leader, is back. */
const LOG_SILENCES_MAX = 5;

export async function openStores(
  { identity, clock, logger, shutdown, meters, nonce }: StoresOptions,
  { bus, publisher, skills, onTrouble }: StoresGround,
) {
  const live = shutdown.use('live messages', listenToJobs(bus, { skills, logger }));
  await live.ready;
  const { instance, source } = identity;
  const leaseMs = CLOCKS.capabilityLeaseMs;
  const logs = shutdown.use(
    'log publisher',
    createPublisher(bus, { logger, silencesMax: LOG_SILENCES_MAX, onTrouble, onEnded: writeMeter(meters, 'logs') }),
  );
  return {
    live,
    logPublisher: logs,
    jobs: createMeteredJobs(createJobStore(bus, { publisher, clock, source, nonce }), meters, identity.pool),
    ledger: createJobLedger(bus, publisher),
    lockTables: createLockStore(bus, { publisher, clock, logger }),
    content: createContentStore(bus, { publisher, logger }),
    cursors: createCursorStore(bus, publisher),
    descriptors: createDescriptorStore(bus, publisher),
    drains: createDrainStore(bus, publisher),
    directory: shutdown.use(
      'directory',
      createDirectory(bus, { clock, logger, meters, leaseMs, everyMs: leaseMs / 3, instance }),
    ),
    openLog: createLogOpener({ publisher: logs, logger, clock, source }),
  };
}
