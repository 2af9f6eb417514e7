import { expect, test } from 'vitest';

import { shareReads } from '../../src/adapters/shared-reads.ts';

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('readings never overlap, and nobody gets one that began before the question', async () => {
  const begun: PromiseWithResolvers<number>[] = [];
  const read = shareReads(() => {
    begun.push(Promise.withResolvers<number>());
    return begun.at(-1)!.promise; // pushed a line above
  });
  const first = read();
  await turn();
  const later = [read(), read()];
  await turn();
  expect(begun).toHaveLength(1);
  begun[0]?.resolve(1);
  await turn();
  expect(begun).toHaveLength(2);
  begun[1]?.resolve(2);
  expect(await Promise.all([first, ...later])).toEqual([1, 2, 2]);
});

test('a reading that fails is told to those who share it, and the next one is made', async () => {
  let readings = 0;
  const read = shareReads(() => {
    readings += 1;
    return readings === 1 ? Promise.reject(new Error('away')) : Promise.resolve('here');
  });
  expect(await Promise.allSettled([read(), read()])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  expect([await read(), readings]).toEqual(['here', 2]);
});
