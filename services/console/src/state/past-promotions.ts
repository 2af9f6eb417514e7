// Every promotion that RUN_EVENTS holds, newest first, also of runs that this page does not know: the decisions, and how their
// runs ended. The stream is read by subject, backwards in spans that grow, so that little is read where little was promoted.
import { readBatch, readLasts } from '@dome/bus/portable';
import type { StoredMessage } from '@dome/bus/portable';
import { CONTROL_API } from '@dome/client/portable';
import { cursorAfter, cursorAt, filters, parseSubject, STREAMS, subjects } from '@dome/contracts/portable';
import type { RunFinished, RunPromotionDecided } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { promotionFrom } from './promotions.ts';
import type { RunPromotion } from './promotions.ts';
import { dataIn } from './stored-data.ts';
import { endsOfStream } from './stream-ends.ts';

/** Tuning: some hundred runs, and then more in each step. */
const SPAN = 5_000;
const GROWS = 4;
const BATCH_MAX = 64;

export interface PastPromotions {
  /** Newest first. */
  readonly past: readonly RunPromotion[];
  /** The oldest sequence that was looked at. */
  readonly from: number;
  /** There is nothing before: the stream begins here. */
  readonly isWhole: boolean;
}

export interface PastWanted {
  /** Into this environment. */
  readonly into: string;
  /** At least as many, if there are. */
  readonly count: number;
}

const OF = { stream: STREAMS.RUN_EVENTS, apiPrefix: CONTROL_API };

/** @throws DomeError */
export async function readPastPromotions(session: Session, { into, count }: PastWanted): Promise<PastPromotions> {
  const { first, next } = await endsOfStream(session, OF);
  const found: Decided[] = [];
  let from: number = next;
  for (let span = SPAN; from > first && found.length < count; span *= GROWS) {
    const to = from;
    from = Math.max(first, to - span);
    const decided = await decidedIn(session, from, to);
    found.unshift(...decided.filter(({ data }) => data.to === into));
  }
  const ends = await endsOf(session, found);
  const past = found.map(({ data, message: { sequence, timeMs } }) =>
    promotionFrom({ value: data, sequence, timeMs }, ends.get(data.runId)),
  );
  return { past: past.toReversed(), from, isWhole: from <= first };
}

interface Decided {
  readonly message: StoredMessage;
  readonly data: RunPromotionDecided;
}

async function decidedIn({ nc }: Session, from: number, to: number): Promise<Decided[]> {
  const found: Decided[] = [];
  const filter = filters.runEvent({ phase: 'promotion-decided' });
  for (let at = cursorAt(from); at < to;) {
    const { messages, pendingCount } = await readBatch(nc, { ...OF, filter, from: at, batchMax: BATCH_MAX });
    for (const message of messages) {
      const data = dataIn(message, 'dev.dome.run.promotion-decided.v1');
      if (message.sequence < to && data !== undefined) found.push({ message, data });
    }
    const last = messages.at(-1);
    if (last === undefined || pendingCount === 0) break;
    at = cursorAfter(last.sequence);
  }
  return found;
}

/** By run; those that have not ended are missing. */
async function endsOf({ nc }: Session, decided: readonly Decided[]): Promise<ReadonlyMap<string, RunFinished>> {
  const wanted = decided.map(({ message, data: { runId } }) => {
    const { plan = '' } = parseSubject(message.subject)?.params ?? {};
    return subjects.runEvent({ plan, runId, phase: 'finished' });
  });
  const ends = await readLasts(nc, { ...OF, subjects: wanted });
  return new Map(
    ends.flatMap((message): [string, RunFinished][] => {
      const data = dataIn(message, 'dev.dome.run.finished.v1');
      return data === undefined ? [] : [[data.runId, data]];
    }),
  );
}
