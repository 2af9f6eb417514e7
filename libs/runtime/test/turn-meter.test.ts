import { describe, expect, test } from 'vitest';

import { createTurnMeter } from '../src/turn-meter.ts';

const EVERY_MS = 10;
const START = { monotonicMs: 0, cpuMs: 0, activeMs: 0, waits: { ownMs: 0, othersMs: new Map([['1', 0]]) } };

interface Given {
  readonly lateMs: number;
  readonly cpuMs?: number;
  /** All of the time, unless it says less. */
  readonly activeMs?: number;
  readonly waitedMs?: number;
  readonly othersMs?: Readonly<Record<string, number>>;
}

/** Consecutive turns, each longer than the interval by the given time. */
function measured(turns: readonly Given[]) {
  const meter = createTurnMeter(EVERY_MS, START);
  let at = START;
  const held = turns.map(({ lateMs, cpuMs = 0, activeMs = EVERY_MS + lateMs, waitedMs = 0, othersMs = {} }) => {
    const threads = new Map(at.waits.othersMs);
    for (const [thread, ms] of Object.entries(othersMs)) threads.set(thread, (threads.get(thread) ?? 0) + ms);
    at = {
      monotonicMs: at.monotonicMs + EVERY_MS + lateMs,
      cpuMs: at.cpuMs + cpuMs,
      activeMs: at.activeMs + activeMs,
      waits: { ownMs: at.waits.ownMs + waitedMs, othersMs: threads },
    };
    return meter.take(at).heldMs;
  });
  return { held, facts: meter.facts() };
}

describe('a turn of the event loop', () => {
  test('holds it for as long as the loop is late', () => {
    const { held, facts } = measured([{ lateMs: 0 }, { lateMs: 60 }, { lateMs: 300 }]);
    expect(held).toEqual([0, 60, 300]);
    expect(facts).toMatchObject({ maxMs: 300, longestMs: 300, over50Ms: 2, over250Ms: 1 });
  });

  test('does not hold it while the process waits for a processor', () => {
    const { held, facts } = measured([{ lateMs: 300, cpuMs: 5, waitedMs: 290 }]);
    expect(held).toEqual([10]);
    expect(facts).toMatchObject({ over50Ms: 0, over250Ms: 0 });
  });

  test('does not hold it while another thread, for which it waits, has no processor', () => {
    const { held, facts } = measured([
      { lateMs: 100, cpuMs: 4, waitedMs: 10, othersMs: { 1: 80 } },
      { lateMs: 100, cpuMs: 4, othersMs: { 1: 40, 2: 500 } },
    ]);
    expect(held).toEqual([10, 60]);
    expect(facts).toMatchObject({ over50Ms: 1 });
  });

  test('does not hold it while the loop waits for events', () => {
    expect(measured([{ lateMs: 100, cpuMs: 4, activeMs: 6 }]).held).toEqual([6]);
  });

  test('holds it for all that it computes, however long it waited before', () => {
    expect(measured([{ lateMs: 300, cpuMs: 295, waitedMs: 600, othersMs: { 1: 600 } }]).held).toEqual([295]);
  });

  test('is no longer than it was late, even if the loop was busy in the interval as well', () => {
    expect(measured([{ lateMs: 20, cpuMs: 30 }]).held).toEqual([20]);
  });

  test('is forgotten after two minutes, but not by the counts', () => {
    const quiet = Array.from({ length: 12_100 }, () => ({ lateMs: 0 }));
    const { facts } = measured([{ lateMs: 300 }, ...quiet]);
    expect(facts).toMatchObject({ p99Ms: 1, maxMs: 1, longestMs: 300, over250Ms: 1 });
  });
});
