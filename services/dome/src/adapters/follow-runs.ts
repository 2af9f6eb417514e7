// The index of runs follows RUN_EVENTS from its first event: live messages are hints, what is applied comes from the stream.
import { followStream } from '@dome/bus';
import type { BusLogger } from '@dome/bus';
import { STREAMS, filters } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import type { RunIndex } from '../runs/run-index.ts';
import { storedRunEvent } from './nats-run-store.ts';

export interface RunFollower extends AsyncDisposable {
  /** Rejects when following ended for another reason than its end. */
  readonly failed: Promise<never>;
}

/** Resolves when everything that was stored before is in the index. */
export async function followRuns(nc: NatsConnection, index: RunIndex, logger: BusLogger): Promise<RunFollower> {
  const read = { stream: STREAMS.RUN_EVENTS, filters: [filters.runEvent()], logger };
  let fromSequence = 1;
  const apply = (message: Parameters<typeof storedRunEvent>[0]): void => {
    fromSequence = message.sequence + 1;
    try {
      index.apply(storedRunEvent(message));
    } catch (err) {
      logger.error({ err, subject: message.subject, sequence: message.sequence }, 'run event not indexed');
    }
  };
  for await (const message of followStream(nc, { ...read, untilCaughtUp: true })) apply(message);
  const controller = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const following = (async () => {
    const live = { liveSubjects: [filters.liveRun()], signal: controller.signal, fromSequence };
    for await (const message of followStream(nc, { ...read, ...live })) apply(message);
  })().catch(reject);
  failed.catch(() => {});
  return {
    failed,
    async [Symbol.asyncDispose]() {
      controller.abort();
      await following;
    },
  };
}
