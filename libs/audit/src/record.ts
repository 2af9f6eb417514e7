// Everything that the streams hold of one run, as an auditor reads it: message by message, with a person's rights, without
// the followers that told the story.

import { readChain } from '@dome/bus';
import { CONTROL_API, RUNTIME_API } from '@dome/client';
import { filters, openEvent, STREAMS } from '@dome/contracts';
import type { AnyEvent, DomeEvent, EventType } from '@dome/contracts';

export interface StoredEvent<Type extends EventType = EventType> {
  readonly stream: string;
  readonly sequence: number;
  /** The stored bytes: evidence is their digest. */
  readonly payload: Uint8Array;
  readonly event: Type extends EventType ? DomeEvent<Type> : never;
}

export interface RunRecord {
  readonly run: readonly StoredEvent[];
  readonly jobs: readonly StoredEvent[];
  readonly logs: readonly StoredEvent[];
}

export async function readRecord(nc: Parameters<typeof readChain>[0], runId: string): Promise<RunRecord> {
  const read = async (stream: string, filter: string, apiPrefix: string): Promise<StoredEvent[]> => {
    const messages = await readChain(nc, { stream, filter, apiPrefix });
    return messages.map(({ sequence, payload }) => {
      const event: AnyEvent = openEvent(payload);
      return { stream, sequence, payload, event };
    });
  };
  const [run, jobs, logs] = await Promise.all([
    read(STREAMS.RUN_EVENTS, filters.runEvent({ runId }), CONTROL_API),
    read(STREAMS.JOB_EVENTS, filters.jobTransition({ runId }), RUNTIME_API),
    read(STREAMS.JOB_LOGS, filters.jobLog({ runId }), RUNTIME_API),
  ]);
  return { run, jobs, logs };
}

/** The events of one type, in order. */
export function ofType<Type extends EventType>(events: readonly StoredEvent[], type: Type): StoredEvent<Type>[] {
  return events.filter((stored): stored is StoredEvent<Type> => stored.event.type === type);
}
