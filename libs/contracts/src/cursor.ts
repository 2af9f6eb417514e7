// Where a reader goes on in a stream: the sequence of the first message that it has not read. Every position is counted this
// way round, so nobody adds one twice or never; what was read last is a plain sequence.
import type { Branded } from './ids.ts';

export type Cursor = Branded<number, 'Cursor'>;

/** The reader goes on with the message of this sequence, from 1. */
export function cursorAt(sequence: number): Cursor {
  return Math.max(1, sequence) as Cursor;
}

/** The reader goes on behind the message of this sequence; 0 where none was read. */
export function cursorAfter(sequence: number): Cursor {
  return cursorAt(sequence + 1);
}
