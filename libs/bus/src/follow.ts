// Follows a stream: every message that matches, in stream order, none twice and none missing.
//
// Live republished messages are only hints that there is something to read: they may be lost, late or out of order. What is
// yielded always comes from the stream, by direct get from the sequence after the last one yielded. It reads at the start,
// on a hint, on a reconnect, and at a fixed interval. It subscribes to a hint before a read, and one is enough: whatever is
// stored after the read triggers it, and nothing is sent twice. A busy stream needs no hint, and is read again after a
// pause so short that it shows only in the size of the batches. A replica that answers a read may lag behind the leader
// that sent the hint: a read that finds nothing after a hint is repeated soon, and then less and less often.

import { DomeError, cursorAfter, cursorAt } from '@dome/contracts/portable';
import type { Cursor } from '@dome/contracts/portable';
import type { NatsConnection, Subscription } from '@nats-io/nats-core';

import { listen } from './listen.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { readBatch } from './reads.ts';
import type { Batch } from './reads.ts';
import { onStatus } from './status.ts';
import { readStreamEnds } from './stream-ends.ts';
import type { StreamEnds } from './stream-ends.ts';
import { createGapWatch } from './stream-gap.ts';
import type { GapWatch, StreamGap } from './stream-gap.ts';
import type { StoredMessage } from './stored-message.ts';
import { commonFilter, matchesFilter } from './subject-filter.ts';
import { createWake } from './wake.ts';
import type { Wake } from './wake.ts';

/** Tuning: how soon a follower notices what no hint announced, and how soon it asks again after a failure. */
const POLL_INTERVAL_MS = 2_000;
const RETRY_MS = 500;
/** A read that finds this many comes from a busy stream. */
const BUSY_MESSAGES = 16;
const BUSY_PAUSE_MS = 5;
/** The usual lag of a replica behind its leader. */
const LAG_MS = 10;

export interface FollowOptions {
  readonly stream: string;
  readonly apiPrefix?: string;
  /** Messages that match any of these. */
  readonly filters: readonly string[];
  /** Where the stream is republished, narrowed to the followed subjects. */
  readonly liveSubjects?: readonly string[];
  /** Absent: from the beginning. */
  readonly from?: Cursor;
  readonly signal?: AbortSignal;
  readonly pollIntervalMs?: number;
  /** Ends when everything that is stored has been read. */
  readonly untilCaughtUp?: boolean;
  readonly batchMax?: number;
  /**
   * Called for messages that the stream discarded before they were read, before anything behind them is yielded. It costs
   * one request to the leader after each read that skips sequences.
   */
  readonly onGap?: (gap: StreamGap) => void;
  /** Where the stream begins and ends, for whoever may not ask its leader. */
  readonly endsOf?: () => Promise<StreamEnds>;
  readonly logger?: BusLogger;
}

/**
 * Ends when the signal is aborted, and never because a server is away.
 * @throws whatever the first read throws, and FORBIDDEN at any time
 */
export async function* followStream(nc: NatsConnection, options: FollowOptions): AsyncGenerator<StoredMessage, void> {
  const { signal, filters, untilCaughtUp = false, pollIntervalMs = POLL_INTERVAL_MS } = options;
  using news = newsOf(nc, options);
  const isOver = (): boolean => signal?.aborted === true;
  // The read is narrowed to what covers them all: with one filter that is the filter.
  const isWanted = (subject: string): boolean =>
    filters.length === 1 || filters.some((filter) => matchesFilter(filter, subject));
  const gaps =
    options.onGap === undefined
      ? undefined
      : createGapWatch(options.stream, options.endsOf ?? (() => readStreamEnds(nc, sourceOf(options))));
  let from = options.from ?? cursorAt(1);
  let hasRead = false;
  let isBusy = false;
  let pauseMs = pollIntervalMs;
  while (!isOver()) {
    const isListening = !isBusy;
    news.clear();
    if (isListening) news.listen();
    const batch = await readOrNothing(nc, { ...options, from, gaps, mayFail: hasRead });
    hasRead = true;
    if (batch?.gap !== undefined) options.onGap?.(batch.gap);
    for (const message of batch?.messages ?? []) {
      if (isOver()) return;
      from = cursorAfter(Math.max(from, message.sequence));
      if (isWanted(message.subject)) yield message;
    }
    isBusy = batch !== undefined && batch.messages.length >= BUSY_MESSAGES;
    if (batch !== undefined && batch.messages.length > 0) pauseMs = pollIntervalMs;
    if (batch !== undefined && batch.pendingCount > 0) continue;
    if (batch !== undefined && untilCaughtUp) return;
    if (isBusy) await news.wait(BUSY_PAUSE_MS);
    // Until it listens, what is stored after this read brings no hint.
    else if (isListening) {
      const isTold = await news.wait(batch === undefined ? RETRY_MS : pauseMs);
      pauseMs = Math.min(pollIntervalMs, isTold ? LAG_MS : 2 * pauseMs);
    }
  }
}

type FollowRead = FollowOptions & {
  readonly from: Cursor;
  readonly mayFail: boolean;
  readonly gaps: GapWatch | undefined;
};

type FollowBatch = Batch & { readonly gap: StreamGap | undefined };

function sourceOf({ stream, apiPrefix }: FollowOptions): { readonly stream: string; readonly apiPrefix?: string } {
  return { stream, ...(apiPrefix === undefined ? {} : { apiPrefix }) };
}

async function readOrNothing(nc: NatsConnection, read: FollowRead): Promise<FollowBatch | undefined> {
  const { stream, batchMax, from, filters, signal, gaps } = read;
  try {
    const batch = await readBatch(nc, {
      ...sourceOf(read),
      from,
      filter: commonFilter(filters),
      ...(batchMax === undefined ? {} : { batchMax }),
      ...(signal === undefined ? {} : { signal }),
    });
    const found = batch.messages[0]?.sequence;
    return { ...batch, gap: await gaps?.after({ from, found, isAtEnd: batch.pendingCount === 0 }) };
  } catch (err) {
    if (signal?.aborted === true) return undefined;
    const passes = err instanceof DomeError && (err.code === 'UNAVAILABLE' || err.code === 'TIMEOUT');
    if (!read.mayFail || !passes || nc.isClosed()) throw err;
    (read.logger ?? silentLogger).warn({ err, stream, from }, 'follow read failed, tried again');
    return undefined;
  }
}

interface News extends Wake {
  /** The next live message sets the wake. */
  listen(): void;
}

function newsOf(nc: NatsConnection, { liveSubjects = [], signal, logger, stream }: FollowOptions): News {
  const wake = createWake();
  const onAbort = (): void => wake.set();
  signal?.addEventListener('abort', onAbort);
  const status = onStatus(nc, ({ type }) => {
    if (type === 'reconnect' || type === 'slowConsumer' || type === 'close') wake.set();
  });
  const hints = new Map<string, Subscription>();
  const listenTo = (subject: string): void => {
    const subscription = listen(nc, subject, {
      max: 1,
      onMessage: () => {
        hints.delete(subject);
        wake.set();
      },
      // It stays in the map, so that it is not subscribed again.
      onRefused: (err) => (logger ?? silentLogger).warn({ err, stream, subject }, 'no live hints, polling only'),
    });
    hints.set(subject, subscription);
  };
  return {
    ...wake,
    listen: () => {
      if (nc.isClosed() || nc.isDraining()) return;
      for (const subject of liveSubjects) if (!hints.has(subject)) listenTo(subject);
    },
    [Symbol.dispose]: () => {
      signal?.removeEventListener('abort', onAbort);
      status[Symbol.dispose]();
      for (const subscription of hints.values()) if (!subscription.isClosed()) subscription.unsubscribe();
      wake[Symbol.dispose]();
    },
  };
}
