import { describe, expect, test } from 'vitest';

import { createAwaited } from '../awaited.ts';
import { scenarioText } from '../compare/report.ts';
import { scaled, SCENARIOS } from '../compare/scenarios.ts';
import { turnOf } from '../compare/turns.ts';
import { percentile } from '../report.ts';
import { tallyOf } from '../tally.ts';

test('contestants take turns, and each is first once', () => {
  expect([0, 1, 2, 3].map((round) => turnOf(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
  expect(turnOf([], 2)).toEqual([]);
});

test('a percentile is one of the values, the smallest that enough of them do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([50, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([50, 99, 100]);
  expect(percentile([7], 1)).toBe(7);
  expect(percentile([], 50)).toBeNaN();
});

describe('a scenario', () => {
  test('that comes at a rate follows the one that tells the rate', () => {
    const names = SCENARIOS.map(({ name }) => name);
    const rated = SCENARIOS.flatMap(({ name, rate }) => (rate === undefined ? [] : [[rate.of, name] as const]));
    expect(rated).not.toEqual([]);
    for (const [before, after] of rated) {
      expect(names).toContain(before);
      expect(names.indexOf(before)).toBeLessThan(names.indexOf(after));
    }
  });

  test('is scaled for a slow contestant, but not down to nothing', () => {
    const scenario = {
      name: 'a',
      title: 'A',
      work: 'job',
      shown: 'p50Ms',
      inFlight: 1,
      warmUp: 5,
      jobs: 1_000,
    } as const;
    expect(scaled(scenario, 0.1)).toMatchObject({ warmUp: 5, jobs: 100 });
    expect(scaled(scenario, 0.001)).toMatchObject({ warmUp: 5, jobs: 20 });
  });

  test('is told with the median, the smallest and the largest rate', () => {
    const round = (jobsPerSecond: number) => ({
      jobsPerSecond,
      p50Ms: 1.25,
      p99Ms: 10,
      cpuMicros: { submitter: 1, worker: 2, server: 3 },
    });
    const rounds = { Dome: [round(300), round(100), round(250)], Other: [] };
    const failures = [{ name: 'Other', reason: '3 steps were done, not 4' }];
    const text = scenarioText({ name: 'a', title: 'Title', shown: 'p50Ms', rounds, failures });
    expect(text.split('\n').slice(3)).toEqual(['  Other failed: 3 steps were done, not 4']);
    expect(text.split('\n')[0]).toBe('Title');
    expect(text.split('\n')[2]?.trim().split(/ +/)).toEqual([
      'Dome',
      '250',
      '100',
      '300',
      '1.25',
      '10.0',
      '1.00',
      '2.00',
      '3.00',
    ]);
  });
});

test('a job that ends twice is an error', async () => {
  const awaited = createAwaited();
  const end = awaited.end('a');
  awaited.tell('a');
  await end;
  expect(() => awaited.tell('a')).toThrow('job a ended twice');
});

test('a worker that ends without its count is an error', () => {
  expect(tallyOf('{"msg":"ended","jobs":3}')).toBe(3);
  expect(() => tallyOf('{"msg":"ready"}')).toThrow('no count');
});
