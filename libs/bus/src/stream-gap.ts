// Names what a reader can no longer read. A stream discards its oldest messages by age or size, so a reader that was away,
// or is slow, may find some gone. Nobody can tell then whether they matched its filter.
//
// A read that skips no sequence proves that nothing is gone. After any other read, the leader is asked for the oldest message
// that it still holds: everything between the reader's cursor and that message is a gap, unless an earlier read went beyond it.

import { cursorAt, cursorText, DomeError } from '@dome/contracts/portable';
import type { Cursor } from '@dome/contracts/portable';

import type { StreamEnds } from './stream-ends.ts';

/** The first and the last sequence that is gone. */
export interface StreamGap {
  readonly from: Cursor;
  readonly to: number;
}

interface ReadFrom {
  readonly from: Cursor;
  /** The sequence of the first message that the read found. */
  readonly found: number | undefined;
  /** It found everything that there was. */
  readonly isAtEnd: boolean;
}

export interface GapWatch {
  /**
   * Call it after each read, in order. It asks for the ends of the stream only if something may be gone.
   * @throws DomeError CURSOR_REUSED if the stream ends before the cursor, because it was created anew
   */
  after(read: ReadFrom): Promise<StreamGap | undefined>;
}

export function createGapWatch(stream: string, endsOf: () => Promise<StreamEnds>): GapWatch {
  /** Everything before it was read, did not match, or was named. */
  let settled = cursorAt(1);
  /** The end of the stream as known before the last read. */
  let known = cursorAt(1);
  return {
    after: async ({ from, found, isAtEnd }) => {
      settled = furthest(settled, from);
      const isSure = from === 1 || found === from;
      const ends = isSure ? undefined : await endsOf();
      if (ends !== undefined && from > ends.next) throw endsBefore(stream, from, ends);
      const gap = ends === undefined ? undefined : gapBetween(settled, { first: ends.first, found });
      if (gap !== undefined) settled = cursorAt(gap.to + 1);
      if (isAtEnd) settled = furthest(settled, known);
      if (ends !== undefined) known = ends.next;
      return gap;
    },
  };
}

function gapBetween(
  settled: Cursor,
  { first, found = Infinity }: { readonly first: Cursor; readonly found: number | undefined },
): StreamGap | undefined {
  const to = Math.min(first, found) - 1;
  return to < settled ? undefined : { from: settled, to };
}

/** Sequences only grow, so the cursor is of an earlier stream with this name. */
function endsBefore(stream: string, from: Cursor, { next }: StreamEnds): DomeError {
  const detail = `The cursor ${cursorText({ stream, next: from })} is beyond the end of the stream, ${next - 1}: it was created anew.`;
  return new DomeError('CURSOR_REUSED', { detail, hint: 'Delete the cursor, or start at a sequence of this stream.' });
}

function furthest(left: Cursor, right: Cursor): Cursor {
  return left > right ? left : right;
}
