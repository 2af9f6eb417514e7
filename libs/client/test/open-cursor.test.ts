// The reader's side of a cursor, against a keeper in memory that compares revisions as the server does.
import { cursorAt, DomeError } from '@dome/contracts';
import type { CursorMoveRequest } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import type { Cursors } from '../src/cursors.ts';
import { openCursor } from '../src/open-cursor.ts';
import type { OpenCursor } from '../src/open-cursor.ts';

interface Keeper extends Cursors {
  readonly moves: CursorMoveRequest[];
  /** What the next moves come to, where they do not succeed. */
  readonly troubles: DomeError[];
  /** What happens between the next read and the move that follows. */
  readonly meanwhile: (() => Promise<void>)[];
}

function keeper(): Keeper {
  let kept: { revision: number; request: CursorMoveRequest } | undefined;
  const moves: CursorMoveRequest[] = [];
  const troubles: DomeError[] = [];
  const meanwhile: (() => Promise<void>)[] = [];
  return {
    moves,
    troubles,
    meanwhile,
    get: async (name) => {
      if (kept === undefined) return undefined;
      const { cursors, reads, reader } = kept.request;
      return { name, cursors, reads, reader, revision: kept.revision, movedAt: '2026-03-02T09:00:00Z' };
    },
    move: async (request) => {
      await meanwhile.shift()?.();
      const trouble = troubles.shift();
      if (trouble !== undefined) throw trouble;
      if (request.expectedRevision !== (kept?.revision ?? 0)) {
        throw new DomeError('CURSOR_CONFLICT', { detail: 'Another reader moved it.' });
      }
      moves.push(request);
      kept = { revision: request.expectedRevision + 1, request };
      return { revision: kept.revision };
    },
    list: async () => ({ cursors: [] }),
    delete: async () => ({ existed: false }),
  };
}

const clock = createManualClock();
const open = (cursors: Cursors, reader: string): Promise<OpenCursor> =>
  openCursor(cursors, {
    name: 'board',
    reads: ['dome.evt.>'],
    reader,
    begin: async () => [{ stream: 'JOB_EVENTS', next: cursorAt(7) }],
    after: (ms, run) => clock.after(ms, run),
  });
const to = (sequence: number) => ({ stream: 'JOB_EVENTS', next: cursorAt(sequence) });
const positionsIn = ({ moves }: Keeper): string[] => moves.map(({ cursors }) => cursors.join(' '));

describe('a cursor that is kept', () => {
  test('begins where its reader says, and the next reader where the first stopped', async () => {
    const kept = keeper();
    await using first = await open(kept, 'one');
    expect([first.isNew, first.positions.get('JOB_EVENTS')]).toEqual([true, 7]);
    first.advance(to(12));
    await first.settle();
    await using second = await open(kept, 'two');
    expect([second.isNew, second.positions.get('JOB_EVENTS')]).toEqual([false, 12]);
  });

  test('is moved once a second, to where its reader is by then, and never back', async () => {
    const kept = keeper();
    await using cursor = await open(kept, 'one');
    for (const position of [8, 9, 10, 9]) cursor.advance(to(position));
    await clock.advanceAsync(999);
    expect(positionsIn(kept)).toEqual(['JOB_EVENTS:7']);
    await clock.advanceAsync(1);
    expect(positionsIn(kept)).toEqual(['JOB_EVENTS:7', 'JOB_EVENTS:10']);
    await clock.advanceAsync(5_000);
    expect(positionsIn(kept)).toHaveLength(2);
  });

  test('is tried again where the server is away, with the position of that time', async () => {
    const kept = keeper();
    await using cursor = await open(kept, 'one');
    kept.troubles.push(new DomeError('UNAVAILABLE', { detail: 'away' }), new DomeError('TIMEOUT', { detail: 'late' }));
    cursor.advance(to(8));
    await clock.advanceAsync(1_000);
    cursor.advance(to(9));
    await clock.advanceAsync(2_000);
    expect(positionsIn(kept)).toEqual(['JOB_EVENTS:7', 'JOB_EVENTS:9']);
    expect(cursor.lost.aborted).toBe(false);
    kept.troubles.push(new DomeError('UNAVAILABLE', { detail: 'away' }));
    cursor.advance(to(10));
    await expect(cursor.settle()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('is lost to the reader that opens it, and says so at the next move', async () => {
    const kept = keeper();
    await using first = await open(kept, 'one');
    await using second = await open(kept, 'two');
    first.advance(to(9));
    await clock.advanceAsync(1_000);
    expect(first.lost.reason).toMatchObject({ code: 'CURSOR_CONFLICT' });
    await expect(first.settle()).rejects.toMatchObject({ code: 'CURSOR_CONFLICT' });
    second.advance(to(8));
    await second.settle();
    expect(positionsIn(kept).at(-1)).toBe('JOB_EVENTS:8');
  });

  test('is claimed at its newer position where the reader before moves it meanwhile', async () => {
    const kept = keeper();
    await using first = await open(kept, 'one');
    first.advance(to(9));
    kept.meanwhile.push(() => first.settle());
    await using second = await open(kept, 'two');
    expect(second.positions.get('JOB_EVENTS')).toBe(9);
  });
});
