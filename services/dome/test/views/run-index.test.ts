import { describe, expect, test } from 'vitest';

import { fold, openGates, runSummary } from '@dome/runs';
import { createRunIndex } from '../../src/views/run-index.ts';
import { chainsOf } from '../drive/chains-of.ts';

const NAMES = Array.from({ length: 7 }, (_, index) => `release-aaaaaaa${'abcdefg'.charAt(index)}`);

describe('the index of runs', () => {
  test('counts open runs and lists their gates in pages', async () => {
    const index = createRunIndex();
    for (const stored of await chainsOf(NAMES, 'waiting')) index.apply(stored);
    expect(index.openCount).toBe(7);
    expect(index.runs().map(({ summary }) => summary.runId)).toEqual(NAMES.toReversed());
    const first = index.gates({ limit: 5 });
    const rest = index.gates({ limit: 5, ...(first.next === undefined ? {} : { after: first.next }) });
    expect([...first.items, ...rest.items].map(({ runId }) => runId)).toEqual(NAMES);
    expect(rest.next).toBeUndefined();
    expect(index.gates({ runId: NAMES[3] ?? '' }).items).toMatchObject([{ runId: NAMES[3], role: 'release-manager' }]);
    expect(() => index.gates({ after: 'next' })).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  test('shows after every event what the whole run would', async () => {
    const [run = ''] = NAMES;
    for (const until of ['waiting', 'finished'] as const) {
      const index = createRunIndex();
      const events = await chainsOf([run], until);
      for (const [place, stored] of events.entries()) {
        index.apply(stored);
        const whole = fold(events.slice(0, place + 1));
        if (whole === undefined) throw new Error('there is a run');
        expect(index.run(run)?.summary).toEqual(runSummary(whole));
        expect(index.gates({}).items.map(({ gate }) => gate)).toEqual(openGates(whole).map(({ gate }) => gate));
      }
    }
  });

  test('forgets the oldest finished runs beyond its bound, and says from when on it is complete', async () => {
    const index = createRunIndex(2);
    const events = await chainsOf(NAMES.slice(0, 3), 'finished');
    for (const stored of events) index.apply(stored);
    expect(index.openCount).toBe(0);
    expect(index.runs().map(({ summary }) => `${summary.runId} ${summary.result}`)).toEqual([
      `${NAMES[2]} failure`,
      `${NAMES[1]} failure`,
    ]);
    expect(index.completeAfter).toBe(events[0]?.sequence);
  });

  test('a repeated event changes nothing', async () => {
    const index = createRunIndex();
    const [over = '', waiting = ''] = NAMES;
    const events = [...(await chainsOf([over], 'finished')), ...(await chainsOf([waiting], 'waiting', 1_000))];
    for (const stored of events) index.apply(stored);
    const before = index.runs();
    for (const stored of events) index.apply(stored);
    expect(index.runs()).toEqual(before);
    expect(index.openCount).toBe(1);
  });

  test('knows nothing about a run submitted before the index began until it is told', async () => {
    const index = createRunIndex();
    const [run = ''] = NAMES;
    const events = await chainsOf([run], 'waiting');
    index.startAfter(events.at(-1)?.sequence ?? 0);
    for (const stored of events.slice(1)) index.apply(stored);
    expect(index.runs()).toEqual([]);
    for (const stored of events) index.apply(stored);
    expect(index.run(run)?.summary.state).toBe('waiting');
  });
});
