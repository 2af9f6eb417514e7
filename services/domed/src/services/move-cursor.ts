// What becomes of a request to move a cursor. Pure.
//
// - No reader overwrites a revision that it has not read: of two readers with one name, the first to move keeps the cursor
//   and the other is refused.
// - A request may arrive twice or late: for the reader that holds the cursor it is never refused, and never moves it back.
import { DomeError, parseCursor } from '@dome/contracts';
import type { CursorEntry, CursorMoveRequest } from '@dome/contracts';

import type { KeptCursor } from '../ports.ts';

export type CursorMove =
  | { readonly kind: 'write'; readonly entry: CursorEntry; readonly revision: number }
  | { readonly kind: 'stands'; readonly revision: number }
  | { readonly kind: 'refuse'; readonly error: DomeError };

export function decideMove(request: CursorMoveRequest, { revision, entry }: Omit<KeptCursor, 'movedAtMs'>): CursorMove {
  const { name, reader, expectedRevision, cursors, reads } = request;
  if (entry === undefined) {
    if (expectedRevision === 0) return { kind: 'write', entry: { reader, cursors, reads }, revision };
    return refuse('CURSOR_CONFLICT', `The cursor ${name} was deleted.`);
  }
  if (!isSame(reads, entry.reads)) {
    const detail = `The cursor ${name} stands for ${entry.reads.join(', ')}, not for ${reads.join(', ')}.`;
    return refuse('CURSOR_REUSED', detail);
  }
  if (entry.reader === reader) {
    const furthest = join(entry.cursors, cursors);
    if (isSame(furthest, entry.cursors)) return { kind: 'stands', revision };
    return { kind: 'write', entry: { reader, cursors: furthest, reads }, revision };
  }
  if (expectedRevision === revision) return { kind: 'write', entry: { reader, cursors, reads }, revision };
  return refuse('CURSOR_CONFLICT', `Another reader moved the cursor ${name} to ${entry.cursors.join(', ')}.`);
}

function refuse(code: 'CURSOR_CONFLICT' | 'CURSOR_REUSED', detail: string): CursorMove {
  return { kind: 'refuse', error: new DomeError(code, { detail }) };
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join('\n') === right.toSorted().join('\n');
}

/** In each stream, the one that is further on. */
function join(left: readonly string[], right: readonly string[]): string[] {
  const furthest = new Map<string, { readonly text: string; readonly next: number }>();
  for (const text of [...left, ...right]) {
    const { stream, next } = parseCursor(text) ?? { stream: text, next: 0 };
    const known = furthest.get(stream);
    if (known === undefined || next > known.next) furthest.set(stream, { text, next });
  }
  return [...furthest.values()].map(({ text }) => text);
}
