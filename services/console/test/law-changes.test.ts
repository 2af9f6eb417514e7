import type { LawRecord } from '@dome/contracts';
import { expect, test } from 'vitest';

import { changesTogether } from '../src/state/law-changes.ts';

const change = (sequence: number, of: Partial<LawRecord> = {}): LawRecord =>
  ({ sequence, phase: 'applied', by: { user: 'barbara' }, reason: 'the sale', ...of }) as LawRecord;

test('what was applied together is told together, and nothing else', () => {
  const changes = [
    change(6),
    change(5),
    change(4, { phase: 'withdrawn' }),
    change(3, { by: { user: 'margaret' } as LawRecord['by'] }),
    change(2, { reason: 'another' }),
    change(1),
  ];
  const together = changesTogether(changes).map((some) => some.map(({ sequence }) => sequence));
  expect(together).toEqual([[6, 5], [4], [3], [2], [1]]);
});
