// Where a reader resumes in a stream: the sequence of the first message that it has not read. Every position is counted
// this way, so nobody adds one twice or never; the last message read is a plain sequence.
import type { Branded } from './ids.ts';

export type Cursor = Branded<number, 'Cursor'>;

/** The reader resumes with the message of this sequence, from 1. */
export function cursorAt(sequence: number): Cursor {
  return Math.max(1, sequence) as Cursor;
}

/** The reader resumes after the message of this sequence; 0 if it has read none. */
export function cursorAfter(sequence: number): Cursor {
  return cursorAt(sequence + 1);
}
