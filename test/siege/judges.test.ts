// Every judge finds nothing in a quiet siege, and is seen to find the fault planted in a record of one.
import { describe, expect, test } from 'vitest';

import {
  BOUNDS,
  judgeFatalLines,
  judgeHealth,
  judgeLives,
  judgeLogs,
  judgeRss,
  judgeTurns,
  rssFacts,
} from './judges.ts';
import { newObservations } from './observations.ts';
import type { LoopFacts, Observations } from './observations.ts';
import { MEGABYTE } from './table.ts';
import { judgeFuzzed, judgeWork, linesOf, verdictOf } from './verdict.ts';
import type { SiegeRecord } from './siege.ts';
import { readWords } from './words.ts';

const SECONDS = 600;
const INSTANCES = ['dome-1', 'domed-1'];
const loop = (change: Partial<LoopFacts> = {}): LoopFacts => ({
  p99Ms: 2,
  maxMs: 20,
  longestMs: 30,
  over50Ms: 1,
  over250Ms: 0,
  ...change,
});

/** Ten minutes in which nothing happened. */
function quiet(): Observations {
  const seen = newObservations();
  for (let atMs = 0; atMs < SECONDS * 1_000; atMs += 10_000) {
    for (const instance of INSTANCES) {
      seen.health.push({ endpoint: 'controlHealth', instance, atMs, tookMs: 5 });
      seen.rss.push({ instance, atMs, bytes: 150 * MEGABYTE });
    }
  }
  for (const instance of INSTANCES) {
    seen.loops.set(instance, { first: loop(), last: loop() });
    seen.lines.set(`${instance} info job ended`, 500);
  }
  return seen;
}

const party = (counts: Record<string, number>, findings: Record<string, number> = {}) => ({
  name: 'party',
  counts: new Map(Object.entries(counts)),
  findings: new Map(Object.entries(findings)),
});

const words = readWords(['--seed', '1'], () => 0);
const record = (change: Partial<SiegeRecord> = {}): SiegeRecord => ({
  words,
  instances: INSTANCES,
  seen: quiet(),
  parties: [],
  wire: [],
  healthy: party({ all: 500 }),
  gated: party({ promoted: 20 }),
  fuzzed: { sent: 200_000, answered: 100_000 },
  ...change,
});

test('a quiet siege has no finding', () => {
  expect(verdictOf(record())).toMatchObject({ holds: true });
});

describe('a judge finds', () => {
  test('a health answer that came late, or never', () => {
    const seen = quiet();
    seen.health.push({ endpoint: 'runtimeHealth', instance: '?', atMs: 7_000, tookMs: BOUNDS.healthMs });
    expect(judgeHealth(seen)).toEqual([expect.stringMatching(/^1 of \d+ answers .* took 1000 ms at 7 s$/)]);
    expect(judgeHealth(newObservations())).toHaveLength(1);
  });

  test('a plane that ended', () => {
    const seen = quiet();
    seen.exits.push('domed-1 ended with SIGKILL');
    expect(judgeLives(seen)).toHaveLength(1);
  });

  test('a fatal line', () => {
    const seen = quiet();
    seen.lines.set('dome-1 fatal the service cannot start', 1);
    expect(judgeFatalLines(seen)).toHaveLength(1);
  });

  test('a plane that logs without end', () => {
    const seen = quiet();
    seen.lines.set('dome-1 error the same again', BOUNDS.linesPerMinute * 10 + 1);
    expect(judgeLogs(seen, SECONDS)).toEqual([expect.stringContaining('dome-1 logged')]);
  });

  test('a plane that takes too much memory', () => {
    const seen = quiet();
    seen.rss.push({ instance: 'dome-1', atMs: 1_000, bytes: BOUNDS.rssBytes });
    expect(judgeRss(seen, SECONDS)).toEqual(['dome-1 took 400 MB of memory']);
    expect(judgeRss(newObservations(), SECONDS)).toHaveLength(1);
  });

  test('a plane whose memory grows through the last half, and not one whose memory only varies', () => {
    const seen = quiet();
    for (const [at, sample] of seen.rss.entries()) {
      const isLate = sample.atMs > (SECONDS * 1_000) / 2;
      const bytes = sample.bytes + (at % 4 < 2 ? 20 : 0) * MEGABYTE;
      seen.rss[at] = { ...sample, bytes: isLate && sample.instance === 'domed-1' ? bytes + sample.atMs * 200 : bytes };
    }
    expect(judgeRss(seen, SECONDS)).toEqual([expect.stringMatching(/^domed-1 grew by 6\d MB/)]);
    expect(rssFacts(seen).find(({ instance }) => instance === 'dome-1')?.growthBytes).toBeLessThan(MEGABYTE);
  });

  test('turns that are too long, counted since the siege began', () => {
    const seen = quiet();
    seen.loops.set('dome-1', { first: loop({ over250Ms: 3 }), last: loop({ over250Ms: 4, longestMs: 900 }) });
    expect(judgeTurns(seen, INSTANCES)).toEqual([expect.stringContaining('dome-1 held its event loop 1 times')]);
    seen.loops.set('dome-1', { first: loop(), last: loop({ over50Ms: 2 }) });
    expect(judgeTurns(seen, INSTANCES)).toEqual(['dome-1 held its event loop 1 times for more than 50 ms']);
    seen.loops.delete('dome-1');
    expect(judgeTurns(seen, INSTANCES)).toEqual(['dome-1 never said how its event loop is']);
  });

  test('work that was not done', () => {
    expect(judgeWork(party({ a: 498 }, { 'tree-fix ended as failed': 2 }), 500)).toEqual([
      'party: tree-fix ended as failed (2 times)',
      '2 of 500 did not succeed',
    ]);
  });

  test('messages that were not sent', () => {
    expect(judgeFuzzed(record({ fuzzed: { sent: 199_999, answered: 1 } }))).toHaveLength(1);
    expect(judgeFuzzed(record({ fuzzed: undefined }))).toEqual([]);
  });

  test('the findings of any attack, and a chain that is not legal', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`finding ${at}`, 1]));
    expect(linesOf(party({}, many))).toHaveLength(6);
    expect(verdictOf(record({ parties: [party({}, { 'a skill read credentials': 1 })] })).holds).toBe(false);
    expect(verdictOf(record({ wire: ['job a: two ends'] })).holds).toBe(false);
  });
});
