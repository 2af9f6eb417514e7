// Where a reader resumes in a stream: the sequence of the first message that it has not read. Every position is counted
// this way, so nobody adds one twice or never; the last message read is a plain sequence. On the wire, and beside others,
// a cursor names its stream: `JOB_EVENTS:42`.
import type { Branded } from './ids.ts';

export type Cursor = Branded<number, 'Cursor'>;

/** A cursor together with its stream. */
export interface StreamCursor {
  readonly stream: string;
  readonly next: Cursor;
}

/** The reader resumes with the message of this sequence, from 1. */
export function cursorAt(sequence: number): Cursor {
  return Math.max(1, sequence) as Cursor;
}

/** The reader resumes after the message of this sequence; 0 if it has read none. */
export function cursorAfter(sequence: number): Cursor {
  return cursorAt(sequence + 1);
}

const TEXT = /^([A-Z][A-Z_]{0,63}):([1-9][0-9]{0,15})$/;

export function cursorText({ stream, next }: StreamCursor): string {
  return `${stream}:${next}`;
}

/** Undefined for any other text. */
export function parseCursor(text: string): StreamCursor | undefined {
  const [, stream, digits] = TEXT.exec(text) ?? [];
  const sequence = Number(digits);
  if (stream === undefined || !Number.isSafeInteger(sequence)) return undefined;
  return { stream, next: cursorAt(sequence) };
}
