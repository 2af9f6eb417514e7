import type { CursorEntry, CursorMoveRequest } from '@dome/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decideMove } from '../../src/services/move-cursor.ts';
import type { CursorMove } from '../../src/services/move-cursor.ts';

interface Kept {
  readonly revision: number;
  readonly entry: CursorEntry | undefined;
}

const nothing: Kept = { revision: 0, entry: undefined };
const reads = ['dome.evt.>'];

function move(over: Partial<CursorMoveRequest> = {}): CursorMoveRequest {
  return { name: 'board', reader: 'a', expectedRevision: 0, cursors: ['JOB_EVENTS:7', 'RUN_EVENTS:3'], reads, ...over };
}

function keep(over: Partial<CursorEntry> = {}, revision = 5): Kept {
  return { revision, entry: { reader: 'a', cursors: ['JOB_EVENTS:7', 'RUN_EVENTS:3'], reads, ...over } };
}

function refusalOf(decided: CursorMove): string {
  return decided.kind === 'refuse' ? `${decided.error.code}: ${decided.error.message}` : decided.kind;
}

describe('a request to move a cursor', () => {
  test('makes the cursor, also over what is left of one that was deleted', () => {
    const entry = { reader: 'a', cursors: ['JOB_EVENTS:7', 'RUN_EVENTS:3'], reads };
    expect(decideMove(move(), nothing)).toEqual({ kind: 'write', entry, revision: 0 });
    expect(decideMove(move(), { revision: 9, entry: undefined })).toEqual({ kind: 'write', entry, revision: 9 });
  });

  test('is refused to a reader whose cursor was deleted', () => {
    expect(refusalOf(decideMove(move({ expectedRevision: 5 }), nothing))).toBe(
      'CURSOR_CONFLICT: The cursor board was deleted.',
    );
  });

  test('is refused to a reader of something else, and says what the name stands for', () => {
    const other = decideMove(move({ reads: ['dome.log.x.*'], expectedRevision: 5 }), keep());
    expect(refusalOf(other)).toBe('CURSOR_REUSED: The cursor board stands for dome.evt.>, not for dome.log.x.*.');
    const both = ['dome.evt.run.>', 'dome.evt.job.>'];
    const reordered = decideMove(
      move({ reads: both, expectedRevision: 5, reader: 'b' }),
      keep({ reads: both.toReversed() }),
    );
    expect(reordered.kind).toBe('write');
  });

  test('hands the cursor to a reader that has read its revision, and to no other', () => {
    expect(decideMove(move({ reader: 'b', expectedRevision: 5 }), keep())).toMatchObject({
      kind: 'write',
      revision: 5,
      entry: { reader: 'b' },
    });
    expect(refusalOf(decideMove(move({ reader: 'b', expectedRevision: 4 }), keep()))).toBe(
      'CURSOR_CONFLICT: Another reader moved the cursor board to JOB_EVENTS:7, RUN_EVENTS:3.',
    );
  });

  test('that comes again, or late, changes nothing', () => {
    expect(decideMove(move(), keep())).toEqual({ kind: 'stands', revision: 5 });
    expect(decideMove(move({ cursors: ['JOB_EVENTS:2', 'RUN_EVENTS:3'] }), keep())).toEqual({
      kind: 'stands',
      revision: 5,
    });
  });
});

interface Step {
  readonly reader: 'a' | 'b';
  readonly forward: number;
  /** Which of the requests so far is sent, counted from the last: 0 is the new one. */
  readonly late: number;
  /** Whether the reader begins anew: reads the cursor and claims it. */
  readonly begins: boolean;
}

test('whatever comes again or late: what one holder reads never goes back, and a reader that lost it is told', () => {
  const step = fc.record<Step>({
    reader: fc.constantFrom('a', 'b'),
    forward: fc.integer({ min: 0, max: 5 }),
    late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(6)),
    begins: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let kept: Kept = nothing;
      let held = { session: '', next: 0 };
      const sessions = { a: 0, b: 0 };
      const known = { a: { revision: 0, next: 1 }, b: { revision: 0, next: 1 } };
      const sent: CursorMoveRequest[] = [];
      for (const { reader, forward, late, begins } of steps) {
        const own = known[reader];
        if (begins || sessions[reader] === 0) {
          sessions[reader]++;
          own.revision = kept.entry === undefined ? 0 : kept.revision;
          own.next = Number(kept.entry?.cursors[0]?.split(':')[1] ?? 1);
        }
        own.next += forward;
        const session = `${reader}${sessions[reader]}`;
        sent.push(move({ reader: session, expectedRevision: own.revision, cursors: [`JOB_EVENTS:${own.next}`] }));
        const request = sent[Math.max(0, sent.length - 1 - late)] ?? move();
        const decided = decideMove(request, kept);
        const isHolder = kept.entry?.reader === request.reader;
        if (isHolder) expect(decided.kind).not.toBe('refuse');
        if (decided.kind === 'write') {
          expect(decided.revision).toBe(kept.revision);
          if (!isHolder && kept.entry !== undefined) expect(request.expectedRevision).toBe(kept.revision);
          kept = { revision: kept.revision + 1, entry: decided.entry };
        }
        const next = Number(kept.entry?.cursors[0]?.split(':')[1] ?? 1);
        if (kept.entry?.reader === held.session) expect(next).toBeGreaterThanOrEqual(held.next);
        held = { session: kept.entry?.reader ?? '', next };
        if (decided.kind !== 'refuse' && request.reader === session) own.revision = kept.revision;
      }
    }),
    { numRuns: 500 },
  );
});
