import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Comparison, Round } from '../compare/results.ts';
import { readWritten } from '../page/read-written.ts';
import { figuresByHand, writtenFiles } from '../page/written.ts';

const round = (jobsPerSecond: number): Round => ({
  jobsPerSecond,
  p50Ms: 1.234,
  p99Ms: 12.34,
  cpuMicros: { submitter: 1, worker: 2, server: 3 },
});
const comparison: Comparison = {
  measuredAt: '2026-01-02T03:04:05.000Z',
  commit: 'abc',
  machine: { cores: 2, processor: 'X', memoryGiB: 4, fileSystem: 'ext4', system: 'Linux 6', node: 'v24.0.0' },
  entrants: [
    { name: 'Dome', versions: { 'nats-server': '2' }, durability: 'kept', tuning: 'none' },
    { name: 'Redis & Co, <fast>', absent: 'it is not on PATH' },
  ],
  scenarios: [
    {
      name: 'jobs-1',
      title: 'One job',
      shown: 'jobsPerSecond',
      rounds: { Dome: [round(9_000), round(9_876), round(12_000)], 'BullMQ, sandboxed': [round(100)] },
      failures: [],
    },
  ],
};
const marks = '# A\n\n<!-- comparison -->\n\nold\n\n<!-- /comparison -->\n\nend\n';
const figure = (words: string, value: string): string =>
  `It is <!-- figure ${words} -->${value}<!-- /figure --> jobs/s.\n`;

describe('what is written from results', () => {
  test('is a section with a table for each scenario, and a chart', () => {
    const files = writtenFiles(comparison, new Map([['docs/a.md', marks]]));
    const page = files.get('docs/a.md') ?? '';
    expect(page).toContain('| Dome              | 9,880  | 9,000–12,000');
    expect(page).toContain('![One job](charts/jobs-1.svg)');
    expect(page).toContain('Not measured: Redis & Co, <fast>: it is not on PATH.');
    expect(page).not.toContain('old');
    expect(page).toMatch(/end\n$/);
    expect(files.get('docs/charts/jobs-1.svg')).toContain('>9,880<');
    expect(writtenFiles(comparison, new Map([['docs/a.md', page]])).get('docs/a.md')).toBe(page);
  });

  test('is a figure that names its scenario, contestant and measure', () => {
    for (const [words, value] of [
      ['jobs-1, Dome, jobsPerSecond', '9,880'],
      ['jobs-1, BullMQ, sandboxed, p50Ms', '1.23'],
    ] as const)
      expect(writtenFiles(comparison, new Map([['a.md', figure(words, '7')]])).get('a.md')).toBe(figure(words, value));
    for (const words of ['jobs-2, Dome, jobsPerSecond', 'jobs-1, Nobody, p50Ms', 'jobs-1, Dome, speed'])
      expect(() => writtenFiles(comparison, new Map([['a.md', figure(words, '7')]]))).toThrow(words);
  });

  test('without results says that there are none', () => {
    const files = writtenFiles(undefined, new Map([['docs/a.md', marks]]));
    expect([...files.keys()]).toEqual(['docs/a.md']);
    expect(files.get('docs/a.md')).toContain('Nothing of it has been measured');
    expect(() => writtenFiles(undefined, new Map([['a.md', figure('jobs-1, Dome, p50Ms', '1')]]))).toThrow(
      'no such figure',
    );
  });
});

test('a figure of a rival is written by hand nowhere', () => {
  const fixture = `BullMQ does 5,000 jobs/s.\n\n${marks.replace('old', 'Restate 5 ms')}Temporal has ten activities.\n`;
  expect(figuresByHand('a.md', fixture)).toEqual(['a.md:1: BullMQ does 5,000 jobs/s.']);
});

test('README and docs say what the results say', async () => {
  const files = await readWritten(join(import.meta.dirname, '../..'));
  expect(files.get('docs/performance.md')?.wanted).toMatch(/<!-- comparison -->/);
  const stale = [...files]
    .filter(([, { is, wanted }]) => is !== wanted)
    .map(([path]) => `${path}: npm run bench -- page`);
  expect(stale).toEqual([]);
  expect([...files].flatMap(([path, { is = '' }]) => (path.endsWith('.md') ? figuresByHand(path, is) : []))).toEqual(
    [],
  );
});
