import { expect, test } from 'vitest';

import { counted } from '../src/look/count.ts';

test('one is one, and everything else is many', () => {
  const said = [0, 1, 2, 12_345].map((count) => counted(count, 'line'));
  expect(said).toEqual(['0 lines', '1 line', '2 lines', '12,345 lines']);
  expect([1, 3].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '3 entries']);
});
