import { expect, test } from 'vitest';

import { createBatches } from '../batches.ts';

test('what comes in one turn is handed on together, and what comes meanwhile afterwards', async () => {
  const handed: number[][] = [];
  const gate = Promise.withResolvers<void>();
  const batches = createBatches<number>(async (batch) => {
    handed.push([...batch]);
    if (handed.length === 1) await gate.promise;
  });
  const first = [batches.add(1), batches.add(2)];
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  const second = [batches.add(3), batches.add(4)];
  expect(handed).toEqual([[1, 2]]);
  gate.resolve();
  await Promise.all([...first, ...second]);
  expect(handed).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('a batch is not larger than a message may be', async () => {
  const sizes: number[] = [];
  const batches = createBatches<number>(async ({ length }) => void sizes.push(length));
  await Promise.all(Array.from({ length: 1_200 }, (_, at) => batches.add(at)));
  expect(sizes).toEqual([500, 500, 200]);
});
