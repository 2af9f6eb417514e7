import { expect, test } from 'vitest';

import { forEachAtOnce } from '../src/index.ts';

test('each item is done once, in turn, and never more at a time than asked', async () => {
  const begun: number[] = [];
  const opened: (() => void)[] = [];
  const done = forEachAtOnce([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    const { promise, resolve } = Promise.withResolvers<void>();
    opened.push(resolve);
    await promise;
  });
  expect(begun).toEqual([1, 2]);
  for (let next = opened.shift(); next !== undefined; next = opened.shift()) {
    next();
    await new Promise(setImmediate);
    expect(opened.length).toBeLessThanOrEqual(2);
  }
  await done;
  expect(begun).toEqual([1, 2, 3, 4, 5]);
});

test('more lanes than work do no harm, and one failure ends it', async () => {
  const seen: string[] = [];
  await forEachAtOnce(new Set(['only']), 8, async (item) => void seen.push(item));
  expect(seen).toEqual(['only']);
  const failing = forEachAtOnce([1, 2], 1, () => Promise.reject(new Error('the first')));
  await expect(failing).rejects.toThrow('the first');
});
