import { expect, test } from 'vitest';

import { journalFaults, readJournal } from './lock-journal.ts';

const jobs = new Map([
  ['a', { lock: 'x', isShared: false }],
  ['b', { lock: 'x', isShared: false }],
  ['s', { lock: 'x', isShared: true }],
  ['t', { lock: 'x', isShared: true }],
  ['y', { lock: 'y', isShared: false }],
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
