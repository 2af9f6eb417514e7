// Where a command that follows streams begins, and where the next one with the same cursor will. Without a cursor nothing is
// kept.

import { openCursor } from '@dome/client';
import type { OpenCursor } from '@dome/client';
import { cursorAt } from '@dome/contracts';
import type { Cursor, StreamCursor } from '@dome/contracts';
import { pause, systemClock } from '@dome/runtime';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { createAcknowledgements } from './acknowledgements.ts';

/** Long enough to read the last acknowledgements of a reader that is gone, if standard input stays open. */
const LAST_WORDS_MS = 1_000;

export interface PositionOptions {
  /** The name under which the server keeps the position. */
  readonly cursor?: string;
  /** The position follows the acknowledgements on standard input, and not what was written. */
  readonly isAcknowledged: boolean;
  /** What the name stands for. */
  readonly reads: readonly string[];
  /** Where a new reader begins. */
  readonly begin: () => Promise<readonly StreamCursor[]>;
}

export interface Position extends AsyncDisposable {
  /** Where the reader begins in this stream. */
  from(stream: string): Cursor;
  /** How far each stream was read. */
  readonly reached: ReadonlyMap<string, Cursor>;
  /** Aborted, with the reason, when there is no point in reading on. */
  readonly lost: AbortSignal;
  /** Everything before the cursor was written; `isGiven` if an output line carries the cursor. */
  wrote(cursor: StreamCursor, isGiven: boolean): void;
  /**
   * Resolves when the position is kept. If everything was read, it first waits for the remaining acknowledgements, until
   * standard input ends or the signal is aborted.
   * @throws DomeError the reason why it is not kept
   */
  finish(end: { readonly isOver: boolean; readonly signal: AbortSignal }): Promise<void>;
}

export async function openPosition(
  context: Context,
  { client }: PersonConnection,
  options: PositionOptions,
): Promise<Position> {
  const { cursor: name, reads, begin } = options;
  if (name === undefined) return unkeptPosition(await begin());
  const kept = await openCursor(client.cursors, {
    name,
    reads,
    begin,
    reader: crypto.randomUUID(),
    after: (ms, run) => systemClock.after(ms, run),
    ...(options.isAcknowledged ? { everyMs: 0 } : {}),
  });
  return options.isAcknowledged ? acknowledgedPosition(context, kept) : writtenPosition(kept);
}

function unkeptPosition(begin: readonly StreamCursor[]): Position {
  const reached = new Map(begin.map(({ stream, next }) => [stream, next]));
  return {
    from: (stream) => reached.get(stream) ?? cursorAt(1),
    reached,
    lost: new AbortController().signal,
    wrote: ({ stream, next }) => void reached.set(stream, next),
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

function writtenPosition(kept: OpenCursor): Position {
  const reached = new Map(kept.positions);
  return {
    from: (stream) => kept.positions.get(stream) ?? cursorAt(1),
    reached,
    lost: kept.lost,
    wrote: (cursor) => {
      reached.set(cursor.stream, cursor.next);
      kept.advance(cursor);
    },
    finish: () => kept.settle(),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

function acknowledgedPosition({ io }: Context, kept: OpenCursor): Position {
  const reached = new Map(kept.positions);
  const acknowledgements = createAcknowledgements();
  const broken = new AbortController();
  const complete = Promise.withResolvers<void>();
  const inputEnded = Promise.withResolvers<void>();
  let isEnding = false;
  const done = (cursor: StreamCursor | undefined): void => {
    if (cursor !== undefined) kept.advance(cursor);
    if (isEnding && acknowledgements.isComplete) complete.resolve();
  };
  const take = async (): Promise<void> => {
    for await (const line of io.readLines()) if (line.trim() !== '') done(acknowledgements.take(line));
  };
  void take()
    .catch((error: unknown) => broken.abort(error))
    .then(() => {
      complete.resolve();
      inputEnded.resolve();
    });
  const lost = AbortSignal.any([kept.lost, broken.signal]);
  return {
    from: (stream) => kept.positions.get(stream) ?? cursorAt(1),
    reached,
    lost,
    wrote: (cursor, isGiven) => {
      reached.set(cursor.stream, cursor.next);
      done(acknowledgements.wrote(cursor, isGiven));
    },
    finish: async ({ isOver, signal }) => {
      isEnding = true;
      if (io.out.closed.aborted) await Promise.race([inputEnded.promise, pause(systemClock, LAST_WORDS_MS)]);
      else if (isOver && !acknowledgements.isComplete) await Promise.race([complete.promise, abortOf(signal)]);
      await kept.settle();
      broken.signal.throwIfAborted();
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
