// What a replica writes is measured on its way to the broker, and counted by what it says.
import { createPublisher } from '@dome/bus';
import type { Publisher, SpaceWatch } from '@dome/bus';
import type { Clock, Logger, Shutdown } from '@dome/runtime';
import { showPending, showSpace, writeMeter } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';
import type { NatsConnection } from '@nats-io/transport-node';

import { createMeteredRunStore } from './adapters/metered-run-store.ts';
import type { RunStore } from './ports.ts';
import type { RunIndex } from './views/run-index.ts';

export interface Writer {
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  readonly meters: Meters;
}

/** Writes are measured, and so is the space that they take. */
export function openPublisher(nc: NatsConnection, space: SpaceWatch, { logger, shutdown, meters }: Writer): Publisher {
  const onEnded = writeMeter(meters, 'events');
  const publisher = shutdown.use('publisher', createPublisher(nc, { logger, onTrouble: space.note, onEnded }));
  showPending(meters, { events: publisher });
  showSpace(meters, () => space.current());
  return publisher;
}

export interface CountingGround {
  readonly index: Pick<RunIndex, 'run'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly meters: Meters;
}

/** Events are counted by the replica that wrote them. */
export function countedStore(store: RunStore, { index, clock, meters }: CountingGround): RunStore {
  const submittedMs = (runId: string): number | undefined => {
    const summary = index.run(runId)?.summary;
    return summary === undefined ? undefined : Date.parse(summary.submittedAt);
  };
  return createMeteredRunStore(store, { meters, submittedMs, now: () => clock.now() });
}
