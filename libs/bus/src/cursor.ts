// A cursor names the last message that a reader has seen: `<stream>:<sequence>`, the same for events and logs.

import { DomeError } from '@dome/contracts';

export interface Cursor {
  readonly stream: string;
  readonly sequence: number;
}

const CURSOR = /^([^\s.*>:]+):(\d{1,15})$/;

export function formatCursor({ stream, sequence }: Cursor): string {
  return `${stream}:${sequence}`;
}

/** @throws INVALID_REQUEST */
export function parseCursor(text: string): Cursor {
  const [, stream, sequence] = CURSOR.exec(text) ?? [];
  if (stream !== undefined && sequence !== undefined) return { stream, sequence: Number(sequence) };
  throw new DomeError('INVALID_REQUEST', {
    detail: `${JSON.stringify(text.slice(0, 80))} is no cursor.`,
    hint: 'A cursor is <stream>:<sequence>, as JOB_LOGS:1234.',
  });
}
