// Reads RUN_EVENTS into the store: from the oldest run that the list shows, without end, in batches as they come.
import { followFiltered } from '@dome/client/portable';
import type { FollowedEvent } from '@dome/client/portable';
import { cursorAt, filters, STREAMS, toDomeError } from '@dome/contracts/portable';
import type { Cursor } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { lastSequence, noteAway, noteGap } from './link.ts';
import { foldRuns, isCaughtUp } from './run-store.ts';
import { endsFor } from './stream-ends.ts';

/** Tuning: a page that shows at once what a person can read, and a frame of 16 ms for what comes in the meantime. */
const LISTED_RUNS = 100;
const GATHER_MS = 16;

export async function readRuns(session: Session, signal: AbortSignal): Promise<void> {
  const gathered: FollowedEvent[] = [];
  let flushing: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (gathered.length > 0) await foldRuns(gathered.splice(0));
    flushing = undefined;
  };
  const take = (item: FollowedEvent): void => {
    gathered.push(item);
    flushing ??= flush();
  };
  const of = { stream: STREAMS.RUN_EVENTS, filters: [filters.runEvent({})] };
  let from = await firstSequence(session);
  for (const untilCaughtUp of [true, false]) {
    for await (const item of followFiltered(session.control, of, {
      from,
      signal,
      untilCaughtUp,
      onGap: noteGap,
      ...endsFor(session, STREAMS.RUN_EVENTS),
    })) {
      from = cursorAt(item.sequence + 1);
      lastSequence.value = item.sequence;
      if (item.kind === 'event') take(item);
    }
    await flushing;
    isCaughtUp.value = true;
  }
}

/** Where the oldest of the newest runs was submitted; the first message for whoever may not ask for lists. */
async function firstSequence({ ask }: Session): Promise<Cursor> {
  try {
    const { next } = await ask('controlRunList', { limit: LISTED_RUNS });
    return cursorAt(next === undefined ? 1 : Number(next));
  } catch (thrown) {
    const error = toDomeError(thrown);
    if (error.code !== 'FORBIDDEN' && error.code !== 'UNAVAILABLE') noteAway(error.message, Date.now());
    return cursorAt(1);
  }
}
