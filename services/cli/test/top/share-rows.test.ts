import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { shareRows } from '../../src/top/share-rows.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

test('nobody gets more than it needs, all of the room is used, and the one that is looked at is first', () => {
  const needs = fc.array(fc.nat(40), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(needs, fc.nat(100), fc.nat(5), (all, room, of) => {
      const focus = of % all.length;
      const shares = shareRows(all, room, focus);
      for (const [at, share] of shares.entries()) expect(share).toBeLessThanOrEqual(all[at] ?? 0);
      expect(sum(shares)).toBe(Math.min(room, sum(all)));
      for (const [at, share] of shares.entries())
        if ((all[at] ?? 0) <= (all[focus] ?? 0)) expect(share).toBeLessThanOrEqual(shares[focus] ?? 0);
    }),
  );
});

test('a long list leaves a few rows for the others', () => {
  expect(shareRows([50, 50, 50, 50], 16, 2)).toEqual([3, 3, 7, 3]);
  expect(shareRows([2, 50, 1, 50], 16, 2)).toEqual([2, 7, 1, 6]);
  expect(shareRows([9, 9], Infinity, 0)).toEqual([9, 9]);
});
