// A stream that loses its oldest messages, and a reader with a filter: every message that it should have seen is either read
// or inside a named gap, and none is in both.
import { cursorAfter, cursorAt } from '@dome/contracts';
import type { Cursor } from '@dome/contracts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { createGapWatch } from '../src/stream-gap.ts';
import type { StreamGap } from '../src/stream-gap.ts';

interface World {
  /** Whether the message of each sequence, from 1, matches. */
  readonly stored: boolean[];
  first: number;
}

type Step = { readonly kind: 'store'; readonly matches: boolean } | { readonly kind: 'lose' | 'read' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.boolean().map((matches): Step => ({ kind: 'store', matches })) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'lose' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'read' }) },
);

const isMatch = ({ stored }: World, sequence: number): boolean => stored[sequence - 1] === true;

async function readOnce(world: World, watch: ReturnType<typeof createGapWatch>, reader: Reader): Promise<void> {
  const from = reader.next;
  const found: number[] = [];
  for (let sequence = Math.max(from, world.first); sequence <= world.stored.length; sequence++) {
    if (isMatch(world, sequence)) found.push(sequence);
    if (found.length === 2) break;
  }
  const last = found.at(-1);
  const isAtEnd = found.length < 2;
  const gap = await watch.after({ from, found: found[0], isAtEnd });
  if (gap !== undefined) reader.gaps.push(gap);
  reader.read.push(...found);
  if (last !== undefined) reader.next = cursorAfter(last);
}

interface Reader {
  next: Cursor;
  readonly read: number[];
  readonly gaps: StreamGap[];
}

test('what a reader should have read was read, or is named as gone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 2, max: 12 }), async (steps, start) => {
      const world: World = { stored: Array.from({ length: 12 }, (_, index) => index % 2 === 0), first: 1 };
      const watch = createGapWatch('E', async () => ({
        first: cursorAt(world.first),
        next: cursorAfter(world.stored.length),
      }));
      const reader: Reader = { next: cursorAt(start), read: [], gaps: [] };
      for (const one of [...steps, { kind: 'read' } as const]) {
        if (one.kind === 'store') world.stored.push(one.matches);
        else if (one.kind === 'lose') world.first = Math.min(world.first + 1, world.stored.length + 1);
        else await readOnce(world, watch, reader);
      }
      while (reader.next <= world.stored.length && reader.read.at(-1) !== undefined) {
        const before = reader.next;
        await readOnce(world, watch, reader);
        if (reader.next === before) break;
      }
      for (let sequence = start; sequence < world.first; sequence++) {
        if (!isMatch(world, sequence)) continue;
        const isNamed = reader.gaps.some(({ from, to }) => from <= sequence && sequence <= to);
        expect([sequence, reader.read.includes(sequence) !== isNamed]).toEqual([sequence, true]);
      }
      expect(reader.gaps).toEqual(reader.gaps.toSorted((a, b) => a.from - b.from));
    }),
    { numRuns: 500 },
  );
});

test('a reader that begins with the oldest message is told of no gap, and asks for none', async () => {
  const watch = createGapWatch('E', () => Promise.reject(new Error('asked')));
  expect(await watch.after({ from: cursorAt(1), found: 500, isAtEnd: false })).toBeUndefined();
  expect(await watch.after({ from: cursorAt(501), found: 501, isAtEnd: true })).toBeUndefined();
});

test('a cursor beyond the end of the stream is refused, because the stream is another one', async () => {
  const watch = createGapWatch('E', async () => ({ first: cursorAt(1), next: cursorAt(13) }));
  expect(await watch.after({ from: cursorAt(13), found: undefined, isAtEnd: true })).toBeUndefined();
  await expect(watch.after({ from: cursorAt(14), found: undefined, isAtEnd: true })).rejects.toMatchObject({
    code: 'CURSOR_REUSED',
    message: expect.stringContaining('E:14'),
  });
});
