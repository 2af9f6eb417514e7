import { expect, test } from 'vitest';

import { journalFaults, readJournal, standstills } from './lock-journal.ts';

const jobs = new Map([
  ['a', { lock: 'x', isShared: false, sentUs: 0 }],
  ['b', { lock: 'x', isShared: false, sentUs: 0 }],
  ['s', { lock: 'x', isShared: true, sentUs: 0 }],
  ['t', { lock: 'x', isShared: true, sentUs: 0 }],
  ['y', { lock: 'y', isShared: false, sentUs: 0 }],
]);
const faults = (...lines: string[]): string[] => journalFaults(readJournal(lines.join('\n')), jobs);

test('one after the other, or shared, with growing tokens, is no fault', () => {
  expect(faults('enter a 1 1', 'leave a 1 1', 'enter b 3 1', 'leave b 3 1')).toEqual([]);
  expect(faults('enter s 4 1', 'enter t 3 1', 'leave s 4 1', 'leave t 3 1', 'enter a 5 1')).toEqual([]);
  expect(faults('enter a 2 1', 'enter y 1 1', 'leave a 2 1', 'leave y 1 1')).toEqual([]);
});

test('an attempt that was killed leaves without a word', () => {
  expect(faults('enter a 1 1', 'enter b 2 1', 'leave b 2 1', 'enter a 3 2', 'leave a 3 2')).toEqual([]);
});

test('two that overlap are a fault', () => {
  expect(faults('enter a 1 1', 'enter b 2 1', 'leave a 1 1')).toEqual([
    'x: a attempt 1 writes "leave" after another has entered',
  ]);
  expect(faults('enter s 1 1', 'enter a 2 1', 'leave s 1 1')).toHaveLength(1);
  expect(faults('enter a 1 1', 'enter s 2 1', 'leave a 1 1')).toHaveLength(1);
});

test('a token that does not grow is a fault', () => {
  expect(faults('enter a 2 1', 'leave a 2 1', 'enter b 2 1')).toEqual(['x: b attempt 1 enters with 2 after 2']);
  expect(faults('enter a 2 1', 'leave a 2 1', 'enter s 1 1')).toHaveLength(1);
});

test('a lock stands still from the line before an entry, or from when its job was sent, without lost leases', () => {
  const later = new Map([...jobs, ['b', { lock: 'x', isShared: false, sentUs: 5_000 }]]);
  const lines = readJournal('enter a 1 1 1000\nenter y 1 1 1500\nleave a 1 1 2000\nenter b 2 1 9000\nleave b 2 1 9500');
  const still = (...lost: [number, number][]) =>
    standstills(lines, { jobs: later, lost: lost.map(([fromUs, toUs]) => ({ fromUs, toUs })) })
      .filter(({ name }) => name.startsWith('b'))
      .map(({ lock, ms }) => `${lock} ${ms}`);
  expect(still()).toEqual(['x 4']);
  expect(still([0, 4_000], [6_000, 8_000], [7_000, 7_500])).toEqual(['x 2']);
  expect(still([4_000, 20_000])).toEqual(['x 0']);
});
