// The promotions of the past, from the streams: every decision, and how the runs ended that it was for. There are as many as
// promotions, however many runs there were.
import { readBatch, readLasts } from '@dome/bus';
import type { StoredMessage } from '@dome/bus';
import { STREAMS, cursorAfter, cursorAt, filters, parseSubject, subjects } from '@dome/contracts';
import type { StoredRunEvent } from '@dome/runs';
import type { Logger } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import { storedRunEvent } from './nats-run-store.ts';

const STREAM = STREAMS.RUN_EVENTS;
const FILTER = filters.runEvent({ phase: 'promotion-decided' });

/** Decisions and ends, in the order of the stream. */
export async function readPromotions(nc: NatsConnection, logger: Logger): Promise<StoredRunEvent[]> {
  const decided: StoredMessage[] = [];
  for (let pending = 1; pending > 0;) {
    const last = decided.at(-1);
    const from = last === undefined ? cursorAt(1) : cursorAfter(last.sequence);
    const batch = await readBatch(nc, { stream: STREAM, filter: FILTER, from });
    decided.push(...batch.messages);
    pending = batch.messages.length === 0 ? 0 : batch.pendingCount;
  }
  const ends = await readLasts(nc, { stream: STREAM, subjects: decided.flatMap(({ subject }) => endOf(subject)) });
  return [...decided, ...ends].toSorted((a, b) => a.sequence - b.sequence).flatMap((one) => opened(one, logger));
}

function endOf(subject: string): string[] {
  const { plan, runId } = parseSubject(subject)?.params ?? {};
  return plan === undefined || runId === undefined ? [] : [subjects.runEvent({ plan, runId, phase: 'finished' })];
}

function opened(message: StoredMessage, logger: Logger): StoredRunEvent[] {
  try {
    return [storedRunEvent(message)];
  } catch (err) {
    logger.error({ err, subject: message.subject, sequence: message.sequence }, 'promotion not read');
    return [];
  }
}
