// Where a reader begins that has no position yet.
import type { FilteredStream } from '@dome/client';
import { cursorAt, cursorText } from '@dome/contracts';
import type { StreamCursor } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import { usageError } from '../errors.ts';

/** The oldest stored message, what comes now, or a position of one stream. */
export type BeginAt = 'first' | 'now' | StreamCursor;

/** A position in a stream that is not read would be ignored silently. */
export function requirePositions(begin: readonly BeginAt[], sources: readonly FilteredStream[]): void {
  const read: readonly string[] = sources.map(({ stream }) => stream);
  for (const position of begin) {
    if (typeof position === 'string' || read.includes(position.stream)) continue;
    throw usageError(
      `--from ${cursorText(position)}: ${position.stream} is not read.`,
      `What is read: ${read.join(', ')}.`,
    );
  }
}

/** The last value that applies to a stream counts. */
export async function beginIn(
  { client }: Pick<PersonConnection, 'client'>,
  sources: readonly FilteredStream[],
  begin: readonly BeginAt[],
): Promise<StreamCursor[]> {
  return await Promise.all(
    sources.map(async ({ stream }) => {
      const said = begin.findLast((position) => typeof position === 'string' || position.stream === stream) ?? 'now';
      if (said === 'first') return { stream, next: cursorAt(1) };
      return said === 'now' ? { stream, next: (await client.streamEnds(stream)).next } : said;
    }),
  );
}
