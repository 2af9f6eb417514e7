// The index of runs reads the open runs whole and follows RUN_EVENTS from there. Live messages are hints; what is
// applied comes from the stream. Runs finished by then are never read here, however many there are.
import { followStream, forEachAtOnce, readLast } from '@dome/bus';
import type { StoredMessage } from '@dome/bus';
import { DomeError, STREAMS, filters, cursorAfter, cursorAt } from '@dome/contracts';
import type { RunRef } from '@dome/runs';
import { insist, systemClock } from '@dome/runtime';
import type { Logger } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import type { StandingIndex } from '../environments/standing.ts';
import type { RunStore } from '../ports.ts';
import type { RunIndex } from '../views/run-index.ts';
import { readOpenRuns } from './nats-run-history.ts';
import { storedRunEvent } from './nats-run-store.ts';
import { readPromotions } from './read-promotions.ts';

export interface RunFollower extends AsyncDisposable {
  /** Rejects if following ends for any reason but its disposal. */
  readonly failed: Promise<never>;
  /**
   * Resolves when the index has every event that was stored before the call, so that a list shows whatever its reader
   * has seen; without an answer of the leader, or if the index is far behind, after a moment all the same. With the
   * sequence of an event, the index has that one, too.
   * @throws DomeError INVALID_REQUEST if the stream ends before it, UNAVAILABLE if this replica has not read it in time
   */
  caughtUp(minSequence?: number): Promise<void>;
}

export interface FollowParts {
  readonly index: RunIndex;
  readonly standings: Pick<StandingIndex, 'apply'>;
  readonly store: Pick<RunStore, 'read'>;
  readonly logger: Logger;
}

/** Chains read at once. */
const READS_MAX = 32;
/** A list that is a moment old is worth more than none. */
const CATCH_UP_MS = 2_000;

/** Resolves when everything stored before the call is in the index and the standings. */
export async function followRuns(nc: NatsConnection, parts: FollowParts): Promise<RunFollower> {
  const { index, standings, logger } = parts;
  const { runs, asOf } = await readOpenRuns(nc);
  index.startAfter(asOf);
  const progress = createProgress(asOf);
  await readWhole(runs, parts);
  for (const stored of await readPromotions(nc, logger)) standings.apply(stored);
  const read = { stream: STREAMS.RUN_EVENTS, filters: [filters.runEvent()], logger };
  let from = cursorAfter(asOf);
  const follow = (message: StoredMessage): void => {
    from = cursorAfter(message.sequence);
    try {
      const stored = storedRunEvent(message);
      index.apply(stored);
      standings.apply(stored);
    } catch (err) {
      logger.error({ err, subject: message.subject, sequence: message.sequence }, 'run event not indexed');
    }
    progress.reached(message.sequence);
  };
  for await (const message of followStream(nc, { ...read, from, untilCaughtUp: true })) follow(message);
  const controller = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const following = (async () => {
    const { signal } = controller;
    const goOn = async (): Promise<void> => {
      const live = { liveSubjects: [filters.liveRun()], signal, from };
      for await (const message of followStream(nc, { ...read, ...live })) follow(message);
    };
    await insist(goOn, { what: 'the events of runs', clock: systemClock, logger, signal });
  })().catch(reject);
  failed.catch(() => {});
  const last = { stream: STREAMS.RUN_EVENTS, filter: filters.runEvent(), timeoutMs: CATCH_UP_MS };
  return {
    failed,
    caughtUp: async (minSequence) => {
      let end: number | undefined;
      try {
        end = (await readLast(nc, last))?.sequence ?? 0;
        await progress.until(end);
      } catch (err) {
        logger.warn({ err }, 'a list was given from memory, because the leader of the runs did not answer');
      }
      requireReached(minSequence, { at: progress.at, end });
    },
    async [Symbol.asyncDispose]() {
      controller.abort();
      await following;
    },
  };
}

/** Of what the asker has seen. `end` is where the stream ends, if its leader says it. */
function requireReached(
  wanted: number | undefined,
  { at, end }: { readonly at: number; readonly end: number | undefined },
): void {
  if (wanted === undefined || wanted <= at) return;
  if (end !== undefined && end < wanted) {
    const detail = `RUN_EVENTS ends at ${end}, and the answer was to include ${wanted}`;
    throw new DomeError('INVALID_REQUEST', {
      detail,
      pointer: '/minSequence',
      hint: 'Give the sequence of an event that you have read from RUN_EVENTS.',
    });
  }
  throw new DomeError('UNAVAILABLE', { detail: `this replica has read RUN_EVENTS up to ${at}, not yet ${wanted}` });
}

interface Progress {
  /** The last sequence that is in the index. */
  readonly at: number;
  reached(sequence: number): void;
  /** Resolves when the sequence is reached, or after `CATCH_UP_MS`. */
  until(sequence: number): Promise<void>;
}

function createProgress(begin: number): Progress {
  let at = begin;
  const waiting = new Map<() => void, number>();
  return {
    get at() {
      return at;
    },
    reached: (sequence) => {
      at = Math.max(at, sequence);
      for (const [resolve, wanted] of waiting) if (wanted <= at) resolve();
    },
    until: async (sequence) => {
      if (sequence <= at) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(resolve, sequence);
      using _late = systemClock.after(CATCH_UP_MS, resolve);
      await promise;
      waiting.delete(resolve);
    },
  };
}

async function readWhole(runs: readonly RunRef[], { index, store, logger }: FollowParts): Promise<void> {
  await forEachAtOnce(runs, READS_MAX, async (run) => {
    try {
      for (const stored of await store.read(run, cursorAt(1))) index.apply(stored);
    } catch (err) {
      // One unreadable chain must not keep the others from being served; an absent broker delays all of them.
      if (err instanceof DomeError && err.disposition === 'retry') throw err;
      logger.error({ err, runId: run.runId }, 'run not indexed');
    }
  });
}
