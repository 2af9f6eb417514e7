import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { StoredRunEvent } from '@dome/runs';
import type { PastRun, RunHistory } from '../../src/ports.ts';
import { createRunIndex } from '../../src/views/run-index.ts';
import { listRuns } from '../../src/views/run-list.ts';
import type { RunListParts } from '../../src/views/run-list.ts';
import { chainsOf } from '../drive/chains-of.ts';

const name = (n: number): string =>
  `release-aaaaaa${'abcdefghijklmnop'.charAt(n >> 4)}${'abcdefghijklmnop'.charAt(n & 15)}`;

/** A stream of such runs, in the order of their submission. */
async function streamOf(open: readonly boolean[]): Promise<StoredRunEvent[]> {
  const chains = await Promise.all(
    open.map((isOpen, n) => chainsOf([name(n)], isOpen ? 'waiting' : 'finished', n * 100)),
  );
  return chains.flat();
}

/** What the stream holds of runs that begin before a sequence. */
function historyOf(events: readonly StoredRunEvent[]): RunHistory {
  const first = events.filter(({ event }): boolean => event.type === 'dev.dome.run.submitted.v1');
  return {
    async before(sequence, { limit }) {
      const found = first.filter((one) => one.sequence < sequence).toReversed();
      const runs = found.slice(0, limit).map((submitted): PastRun => {
        const { runId } = submitted.event.data;
        const last = events.filter(({ event }): boolean => {
          return event.data.runId === runId && event.type === 'dev.dome.run.finished.v1';
        });
        return { runId, sequence: submitted.sequence, events: [submitted, ...last] };
      });
      return { runs, more: found.length > limit };
    },
  };
}

/** An index that began at the sequence: open runs from before, and everything after. */
function indexAfter(sequence: number, events: readonly StoredRunEvent[], finishedMax: number): RunListParts['index'] {
  const index = createRunIndex(finishedMax);
  index.startAfter(sequence);
  const over = new Set(
    events
      .filter((one): boolean => one.sequence <= sequence && one.event.type === 'dev.dome.run.finished.v1')
      .map(({ event }) => event.data.runId),
  );
  for (const stored of events) if (!over.has(stored.event.data.runId)) index.apply(stored);
  return index;
}

async function pages(parts: RunListParts, request: Parameters<typeof listRuns>[1]): Promise<string[][]> {
  const seen: string[][] = [];
  for (let after: string | undefined; ;) {
    const page = await listRuns(parts, { ...request, ...(after === undefined ? {} : { after }) });
    seen.push(page.items.map(({ runId }) => runId));
    after = page.next;
    if (after === undefined) return seen;
  }
}

describe('the list of runs', () => {
  test('shows each run once, newest first, wherever memory ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 12 }),
        fc.record({ began: fc.nat(12), limit: fc.integer({ min: 1, max: 5 }), finishedMax: fc.nat(12) }),
        fc.constantFrom(undefined, 'finished' as const, 'waiting' as const),
        async (open, { began, limit, finishedMax }, state) => {
          const events = await streamOf(open);
          const index = indexAfter(began * 100, events, finishedMax);
          const seen = await pages(
            { index, history: historyOf(events) },
            { limit, ...(state === undefined ? {} : { state }) },
          );
          const fits = (isOpen: boolean): boolean => state === undefined || isOpen === (state === 'waiting');
          const expected = open.flatMap((isOpen, n) => (fits(isOpen) ? [name(n)] : [])).toReversed();
          expect(seen.flat()).toEqual(expected);
          expect(seen.every((page) => page.length <= limit)).toBe(true);
          expect(
            seen.slice(0, -1).every((page) => page.length === limit),
            'a page is full unless it is the last',
          ).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('shows the same for a finished run from memory and from its first and last event', async () => {
    const events = await streamOf([false]);
    const inMemory = await listRuns({ index: indexAfter(0, events, 9), history: historyOf([]) }, {});
    const read = await listRuns({ index: indexAfter(100, events, 9), history: historyOf(events) }, {});
    expect(inMemory.items).toHaveLength(1);
    expect(read).toEqual(inMemory);
  });

  test('refuses an invalid cursor', async () => {
    const parts = { index: createRunIndex(), history: historyOf([]) };
    await expect(listRuns(parts, { after: 'x' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });

  test('of a filter that hardly any run fits ends with it, in pages that may be short', async () => {
    const events = await streamOf(Array.from({ length: 12 }, () => false));
    const parts = { index: indexAfter(1_200, events, 0), history: historyOf(events) };
    expect((await pages(parts, { limit: 2, labels: { team: 'nobody' } })).flat()).toEqual([]);
    const [first] = (await listRuns(parts, { limit: 1 })).items;
    const { result } = first ?? expect.fail('no run');
    const ended = result === undefined ? {} : { result };
    expect((await pages(parts, { limit: 5, ...ended })).flat()).toHaveLength(12);
    expect((await pages(parts, { limit: 5, since: '2100-01-01T00:00:00Z' })).flat()).toEqual([]);
  });
});
