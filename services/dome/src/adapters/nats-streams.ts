import { readStreamEnds } from '@dome/bus';
import { CONTROL_API, RUNTIME_API } from '@dome/client';
import { STREAMS, TOPOLOGY } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import type { ReadableStreams } from '../ports.ts';

/** In the order in which people look at them. */
const SHOWN = [STREAMS.RUN_EVENTS, STREAMS.JOB_EVENTS, STREAMS.JOB_LOGS, STREAMS.LAW_EVENTS] as const;

export function createNatsStreams(nc: NatsConnection): ReadableStreams {
  return {
    ends: () =>
      Promise.all(
        SHOWN.map(async (stream) => {
          const isOwn = TOPOLOGY.streams[stream].account === 'DOME';
          const { first, next } = await readStreamEnds(nc, isOwn ? { stream } : { stream, apiPrefix: RUNTIME_API });
          return { stream, apiPrefix: isOwn ? CONTROL_API : RUNTIME_API, first, last: next - 1 };
        }),
      ),
  };
}
