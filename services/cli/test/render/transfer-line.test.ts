import { expect, test } from 'vitest';

import { transferLine } from '../../src/render/transfer-line.ts';

const MIB = 1_048_576;

test('a transfer says how far it is, how fast, and how long it still takes', () => {
  const of = { name: 'package', doneBytes: 50 * MIB, bytes: 200 * MIB, elapsedMs: 2_000 };
  expect(transferLine(of, 100)).toBe('package  50 MiB of 200 MiB  25%  25 MiB/s  6.0s left');
});

test('without a size, or too early for a rate, it says what it knows', () => {
  expect(transferLine({ name: 'x', doneBytes: MIB, bytes: undefined, elapsedMs: 1_000 }, 100)).toBe(
    'x  1 MiB  1 MiB/s',
  );
  expect(transferLine({ name: 'x', doneBytes: MIB, bytes: 2 * MIB, elapsedMs: 100 }, 100)).toBe(
    'x  1 MiB of 2 MiB  50%',
  );
  expect(transferLine({ name: 'x', doneBytes: 0, bytes: 0, elapsedMs: 0 }, 100)).toBe('x  0 bytes of 0 bytes');
});

test('it never takes two lines', () => {
  expect(transferLine({ name: 'n'.repeat(50), doneBytes: 0, bytes: 1, elapsedMs: 0 }, 20)).toHaveLength(20);
});
