import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createLoopShare } from '../../src/console/loop-share.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a caller with time left continues at once, and one without waits for a turn of its own', async () => {
  const clock = createManualClock();
  const share = createLoopShare(clock);
  expect(share.rest()).toBeUndefined();
  clock.advance(4);
  expect(share.rest()).toBeUndefined();
  clock.advance(1);
  const went: string[] = [];
  const waits = ['a', 'b'].map(async (name) => {
    await share.rest();
    went.push(name);
    // Its slice is used up: it waits behind those who waited before it.
    clock.advance(5);
    await share.rest();
    went.push(`${name} again`);
  });
  const turns: string[][] = [];
  while (went.length < 4) {
    const before = went.length;
    await nextTurn();
    turns.push(went.slice(before));
  }
  await Promise.all(waits);
  expect(turns.filter((turn) => turn.length > 0)).toEqual([['a'], ['b'], ['a again'], ['b again']]);
});

test('a turn in which nobody waited ends with it', async () => {
  const clock = createManualClock();
  const share = createLoopShare(clock);
  expect(share.rest()).toBeUndefined();
  await nextTurn();
  clock.advance(60_000);
  expect(share.rest()).toBeUndefined();
});
