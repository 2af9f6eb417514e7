import { describe, expect, test } from 'vitest';

import type { StoredRunEvent } from '../../src/ports.ts';
import { createRunIndex } from '../../src/runs/run-index.ts';
import { startRun } from '../world.ts';
import { passing } from './scenarios.ts';

/** The same run under other names, one after the other in the stream. */
async function streamOf(names: readonly string[], finished: boolean): Promise<StoredRunEvent[]> {
  const world = await startRun({ answer: passing });
  await world.pump();
  if (finished) await world.pass(8_000_000);
  const chain = world.store.of(world.runId);
  return names.flatMap((runId, index) =>
    chain.map((stored) => ({
      ...stored,
      sequence: stored.sequence + index * chain.length,
      event: { ...stored.event, data: { ...stored.event.data, runId } } as StoredRunEvent['event'],
    })),
  );
}

describe('the index of runs', () => {
  test('pages newest first without leaving one out or showing one twice', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `release-aaaaaaa${'abcdefg'.charAt(index)}`);
    const index = createRunIndex();
    for (const stored of await streamOf(names, false)) index.apply(stored);
    expect(index.openCount).toBe(7);
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = index.runs({ limit: 3, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items.map(({ runId }) => runId));
      after = page.next;
      if (after === undefined) break;
    }
    expect(seen).toEqual(names.toReversed());
    expect(index.runs({ state: 'finished' }).items).toEqual([]);
    expect(index.gates({ limit: 2 }).items).toHaveLength(2);
    expect(index.gates({ runId: names[3] ?? '' }).items).toMatchObject([{ runId: names[3], role: 'release-manager' }]);
  });

  test('forgets the oldest finished runs beyond its bound', async () => {
    const names = ['release-aaaaaaaa', 'release-bbbbbbbb', 'release-cccccccc'];
    const index = createRunIndex(2);
    for (const stored of await streamOf(names, true)) index.apply(stored);
    expect(index.openCount).toBe(0);
    expect(index.runs({}).items.map(({ runId, result }) => `${runId} ${result}`)).toEqual([
      'release-cccccccc failure',
      'release-bbbbbbbb failure',
    ]);
  });

  test('an event that comes again changes nothing', async () => {
    const index = createRunIndex();
    const events = await streamOf(['release-aaaaaaaa'], true);
    for (const stored of [...events, ...events]) index.apply(stored);
    expect(index.runs({}).items).toHaveLength(1);
  });
});
