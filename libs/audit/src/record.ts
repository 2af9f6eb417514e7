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

type Connection = Parameters<typeof readChain>[0];

export async function readRecord(nc: Connection, runId: string): Promise<RunRecord> {
  const [events, logs] = await Promise.all([
    readEvents(nc, runId),
    readStored(nc, { stream: STREAMS.JOB_LOGS, filter: filters.jobLog({ runId }), apiPrefix: RUNTIME_API }),
  ]);
  return { ...events, logs };
}

/** Without the logs, which may be a thousand times as large. */
export async function readEvents(nc: Connection, runId: string): Promise<Omit<RunRecord, 'logs'>> {
  const [run, jobs] = await Promise.all([
    readStored(nc, { stream: STREAMS.RUN_EVENTS, filter: filters.runEvent({ runId }), apiPrefix: CONTROL_API }),
    readStored(nc, { stream: STREAMS.JOB_EVENTS, filter: filters.jobTransition({ runId }), apiPrefix: RUNTIME_API }),
  ]);
  return { run, jobs };
}

/** Every event of the law, as a person reads it. */
export const readLawEvents = (nc: Connection): Promise<StoredEvent[]> =>
  readStored(nc, { stream: STREAMS.LAW_EVENTS, filter: filters.lawEvent(), apiPrefix: CONTROL_API });

async function readStored(nc: Connection, of: Parameters<typeof readChain>[1]): Promise<StoredEvent[]> {
  const messages = await readChain(nc, of);
  return messages.map(({ sequence, payload }) => {
    const event: AnyEvent = openEvent(payload);
    return { stream: of.stream, sequence, payload, event };
  });
}

/** The events of one type, in order. */
export function ofType<Type extends EventType>(events: readonly StoredEvent[], type: Type): StoredEvent<Type>[] {
  return events.filter((stored): stored is StoredEvent<Type> => stored.event.type === type);
}
