// The chain of a run in RUN_EVENTS. The bulk comes by direct get, which may lag; the end comes from the leader, so that
// the result is complete at the time of the call. Every write names the last sequence over all of the run's subjects.
import { headerOf, readBatch, readNext } from '@dome/bus';
import type { Publisher, StoredMessage } from '@dome/bus';
import {
  CONTENT_TYPE,
  DomeError,
  EVENTS,
  STREAMS,
  checkEvent,
  eventOf,
  filters,
  openEvent,
  sha256Digest,
  cursorAfter,
  cursorAt,
} from '@dome/contracts';
import { subjects } from '@dome/contracts';
import type { Cursor } from '@dome/contracts';
import { isRunEvent } from '@dome/runs';
import type { RunEvent, RunRef, StoredRunEvent } from '@dome/runs';
import type { NatsConnection } from '@nats-io/transport-node';

import type { AppendAt, RunDraft, RunStore } from '../ports.ts';

export interface NatsRunStoreOptions {
  readonly publisher: Publisher;
  /** `/dome/<instance>`. */
  readonly source: string;
  readonly now: () => number;
  /** Drawn once per write: a retry is recognised as the same write, and no two writers share one. */
  readonly nonce: () => string;
}

const encoder = new TextEncoder();
const HEADERS = { 'Content-Type': CONTENT_TYPE } as const;

export function createNatsRunStore(nc: NatsConnection, options: NatsRunStoreOptions): RunStore {
  return {
    read: (run, from) => readRun(nc, run, from),
    append: (run, draft, at) => appendEvent(options, run, { draft, at }),
  };
}

/** A stored message of RUN_EVENTS as an event. @throws DomeError INVALID_REQUEST */
export function storedRunEvent(message: StoredMessage): StoredRunEvent {
  const event = openEvent(message.payload, (name) => headerOf(message.headers, name));
  if (!isRunEvent(event)) throw new DomeError('INVALID_REQUEST', { detail: `${event.type} is not an event of a run` });
  return { sequence: message.sequence, digest: sha256Digest(message.payload), event };
}

async function readRun(nc: NatsConnection, run: RunRef, from: Cursor): Promise<StoredRunEvent[]> {
  const stream = STREAMS.RUN_EVENTS;
  const filter = filters.runEvent(run);
  const messages: StoredMessage[] = [];
  const next = (): Cursor => {
    const last = messages.at(-1);
    return last === undefined ? from : cursorAfter(last.sequence);
  };
  if (from === cursorAt(1)) {
    for (let pending = 1; pending > 0;) {
      const batch = await readBatch(nc, { stream, filter, from: next() });
      messages.push(...batch.messages);
      pending = batch.messages.length === 0 ? 0 : batch.pendingCount;
    }
  }
  for (;;) {
    const message = await readNext(nc, { stream, filter, from: next() });
    if (message === undefined) return messages.map(storedRunEvent);
    messages.push(message);
  }
}

interface Write {
  readonly draft: RunDraft;
  readonly at: AppendAt;
}

async function appendEvent(
  options: NatsRunStoreOptions,
  run: RunRef,
  { draft, at }: Write,
): Promise<StoredRunEvent | undefined> {
  const { phase } = EVENTS[draft.type];
  const id = `${run.runId}.${phase}.${options.nonce()}`;
  const event = checkedEvent(options, run, { draft, at, id });
  const payload = encoder.encode(JSON.stringify(event));
  const published = await options.publisher.publish({
    subject: subjects.runEvent({ plan: run.plan, runId: run.runId, phase }),
    payload,
    messageId: id,
    expectLast: { filter: filters.runEvent({ plan: run.plan, runId: run.runId }), sequence: at.expectedLast },
    headers: HEADERS,
  });
  if (published.status === 'conflict') return undefined;
  return { sequence: published.sequence, digest: sha256Digest(payload), event };
}

/** An event that breaks the contract is never stored, because no reader could open it again. */
function checkedEvent(options: NatsRunStoreOptions, run: RunRef, write: Write & { id: string }): RunEvent {
  const { type, data } = write.draft;
  const made = eventOf({
    type,
    data,
    id: write.id,
    source: options.source,
    subject: run.runId,
    timeMs: options.now(),
    runId: run.runId,
    causationId: write.at.causationId,
    traceparent: write.at.traceparent,
    tracestate: write.at.tracestate,
  });
  try {
    const event = checkEvent(made);
    if (isRunEvent(event)) return event;
  } catch (cause) {
    const detail = `the event ${type} of ${run.runId} does not keep the contract`;
    throw new DomeError('INTERNAL', { detail }, { cause });
  }
  throw new DomeError('INTERNAL', { detail: `${type} is not an event of a run` });
}
