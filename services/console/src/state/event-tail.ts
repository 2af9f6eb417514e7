// Both planes' streams as they come, into a ring. What a filter lets through is found a little per frame, so that neither a busy
// stream nor a new filter holds up the page.
import { followStream } from '@dome/bus/portable';
import type { ReadableStream, StoredMessage } from '@dome/bus/portable';
import { cursorAt, REPUBLISHED, STREAMS, toDomeError } from '@dome/contracts/portable';
import type { ListedStream } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { noteAway } from './link.ts';
import { MessageRing } from './message-ring.ts';
import type { RingBounds } from './message-ring.ts';
import type { MessageFilter } from './message-filter.ts';
import { sessionSignal } from './session-signal.ts';
import { endsOfStream } from './stream-ends.ts';
import { withGap } from './tail-gaps.ts';
import type { TailGap } from './tail-gaps.ts';

/** Tuning: what somebody scrolls back through, and what a page may hold of it. */
const BOUNDS = { messages: 5_000, bytes: 16 * 2 ** 20 };
/** Tuning: of each stream, what was stored before the screen was opened. */
const BEFORE = 200;
/** Tuning: half of a frame of 16 ms. */
const BUDGET_MS = 8;

export interface ShownMessages {
  /** Places in the ring, oldest first. */
  readonly places: readonly number[];
  readonly at: (place: number) => StoredMessage | undefined;
  /** Everything that came, whether it is shown or not. */
  readonly received: number;
  /** What came and is not among them. */
  readonly gaps: readonly TailGap[];
}

const NOTHING: ShownMessages = { places: [], at: () => undefined, received: 0, gaps: [] };
export const shownMessages = sessionSignal<ShownMessages>(NOTHING);

export class EventTail {
  readonly #ring: MessageRing;
  #filter: MessageFilter = () => true;
  #places: number[] = [];
  #gaps: readonly TailGap[] = [];
  /** The next place to look at. */
  #next = 0;
  #frame: number | undefined;

  constructor(bounds: RingBounds = BOUNDS) {
    this.#ring = new MessageRing(bounds, ({ stream, sequence }, place) => {
      if (place >= this.#next) this.noteGap({ stream, from: sequence, to: sequence, why: 'crowded out' });
    });
  }

  /** What is there already is looked at again. */
  setFilter(filter: MessageFilter): void {
    this.#filter = filter;
    this.#places = [];
    this.#next = this.#ring.first;
    this.#schedule();
  }

  push(message: StoredMessage): void {
    this.#ring.push(message);
    this.#schedule();
  }

  noteGap(gap: TailGap): void {
    this.#gaps = withGap(this.#gaps, gap);
    this.#schedule();
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  /** A page that nobody looks at gets no frames: the ring goes on, and nothing is shown. */
  #schedule(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#look();
    });
  }

  #look(): void {
    const until = performance.now() + BUDGET_MS;
    const ring = this.#ring;
    for (this.#next = Math.max(this.#next, ring.first); this.#next < ring.end; this.#next += 1) {
      if (performance.now() > until) break;
      const message = ring.at(this.#next);
      if (message !== undefined && this.#filter(message)) this.#places.push(this.#next);
    }
    const gone = this.#places.findIndex((place) => place >= ring.first);
    this.#places = gone === -1 ? [] : this.#places.slice(gone);
    shownMessages.value = { places: this.#places, at: (place) => ring.at(place), received: ring.end, gaps: this.#gaps };
    if (this.#next < ring.end) this.#schedule();
  }
}

/** The streams that hold events; logs come in such numbers that they are asked for. */
export const TAILED: readonly ReadableStream[] = [
  STREAMS.RUN_EVENTS,
  STREAMS.JOB_EVENTS,
  STREAMS.LAW_EVENTS,
  STREAMS.JOB_LOGS,
];
export const TAILED_AT_FIRST: readonly ReadableStream[] = TAILED.slice(0, 3);

/** Begins with the newest messages of all streams in the order of their times; ends with the signal. */
export async function followTail(
  session: Session,
  streams: readonly ReadableStream[],
  { tail, signal }: { readonly tail: EventTail; readonly signal: AbortSignal },
): Promise<void> {
  const { nc, ask } = session;
  try {
    const { streams: listed } = await ask('controlStreamList', {});
    const meant = listed.flatMap((one) =>
      streams.filter((stream) => stream === one.stream).map((stream) => ({ ...one, stream })),
    );
    const follow = (one: (typeof meant)[number], from: number, untilCaughtUp: boolean) =>
      followStream(nc, {
        stream: one.stream,
        apiPrefix: one.apiPrefix,
        filters: [REPUBLISHED[one.stream].source],
        liveSubjects: [REPUBLISHED[one.stream].destination],
        from: cursorAt(from),
        signal,
        untilCaughtUp,
        onGap: (gap) => tail.noteGap({ stream: one.stream, ...gap, why: 'discarded' }),
        endsOf: () => endsOfStream(session, one),
      });
    const before = await Promise.all(meant.map((one) => allOf(follow(one, startOf(one), true))));
    for (const message of before.flat().toSorted((a, b) => a.timeMs - b.timeMs)) tail.push(message);
    await Promise.all(
      meant.map(async (one, at) => {
        const next = (before[at]?.at(-1)?.sequence ?? one.last) + 1;
        for await (const message of follow(one, next, false)) tail.push(message);
      }),
    );
  } catch (error) {
    if (!signal.aborted) noteAway(toDomeError(error).message, Date.now());
  }
}

async function allOf(messages: AsyncIterable<StoredMessage>): Promise<StoredMessage[]> {
  const all: StoredMessage[] = [];
  for await (const message of messages) all.push(message);
  return all;
}

const startOf = ({ first, last }: ListedStream): number => Math.max(1, first, last + 1 - BEFORE);
