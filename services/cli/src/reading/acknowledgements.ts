// What a reader was given, and how much of it the reader has acknowledged. Pure.
//
// An output line gives a cursor, and the reader acknowledges the line by sending that cursor back unchanged. Records that are
// not shown have no line: they are done when everything given before them is.

import { cursorText, parseCursor } from '@dome/contracts';
import type { Cursor, StreamCursor } from '@dome/contracts';

import { usageError } from '../errors.ts';

interface Progress {
  /** The last one on an output line. */
  readonly given: Cursor | undefined;
  readonly acknowledged: Cursor | undefined;
  /** How far the stream was read. */
  readonly reached: Cursor;
}

export interface Acknowledgements {
  /** Everything before the cursor was written. Returns the position, if it moves. */
  wrote(cursor: StreamCursor, isGiven: boolean): StreamCursor | undefined;
  /** A line from the reader. Returns the position, if it moves. @throws DomeError INVALID_REQUEST for a cursor that was not given */
  take(line: string): StreamCursor | undefined;
  /** Everything that was given is acknowledged. */
  readonly isComplete: boolean;
}

export function createAcknowledgements(): Acknowledgements {
  const streams = new Map<string, Progress>();
  const isDone = ({ given, acknowledged }: Progress): boolean => given === acknowledged;
  return {
    wrote: ({ stream, next }, isGiven) => {
      const before = streams.get(stream);
      const progress = {
        given: isGiven ? next : before?.given,
        acknowledged: before?.acknowledged,
        reached: next,
      };
      streams.set(stream, progress);
      return isDone(progress) ? { stream, next } : undefined;
    },
    take: (line) => {
      const cursor = parseCursor(line.trim());
      const progress = cursor === undefined ? undefined : streams.get(cursor.stream);
      if (cursor === undefined || progress?.given === undefined || cursor.next > progress.given) {
        throw unknown(line, progress?.given === undefined ? undefined : { ...cursor, given: progress.given });
      }
      const { stream, next } = cursor;
      if (next <= (progress.acknowledged ?? 0)) return undefined;
      const acknowledged = { ...progress, acknowledged: next };
      streams.set(stream, acknowledged);
      return isDone(acknowledged) ? { stream, next: progress.reached } : cursor;
    },
    get isComplete() {
      return [...streams.values()].every(isDone);
    },
  };
}

function unknown(line: string, last: { readonly stream?: string; readonly given: Cursor } | undefined) {
  const detail = `The line ${JSON.stringify(line.slice(0, 80))} on standard input is not a cursor that was given.`;
  const example = last?.stream === undefined ? 'JOB_EVENTS:42' : cursorText({ stream: last.stream, next: last.given });
  return usageError(detail, `Send back the member \`cursor\` of an output line unchanged, such as ${example}.`);
}
