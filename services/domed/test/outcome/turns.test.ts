import { expect, test } from 'vitest';

import { createTurns } from '../../src/outcome/turns.ts';

test('turns are taken one after the other, and a failing one ends none of the others', async () => {
  const inTurn = createTurns();
  const said: string[] = [];
  const first = Promise.withResolvers<void>();
  const works = ['a', 'b', 'c'].map((name) =>
    inTurn(async () => {
      said.push(`${name} begins`);
      if (name === 'a') await first.promise;
      said.push(`${name} ends`);
      if (name === 'b') throw new Error('b broke');
      return name;
    }),
  );
  const settled = Promise.allSettled(works);
  first.resolve();
  expect(await settled).toMatchObject([{ value: 'a' }, { reason: { message: 'b broke' } }, { value: 'c' }]);
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});
