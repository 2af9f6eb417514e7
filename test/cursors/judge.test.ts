import { describe, expect, test } from 'vitest';

import { createOrderJudge, createSetJudge } from './judge.ts';

describe('what a reader has met', () => {
  test('is whole where each reader goes on at or before the place of the last', () => {
    const judge = createOrderJudge();
    for (const met of [
      [1, 2, 3, 4],
      [3, 4, 5],
      [6, 7],
    ]) {
      judge.begin();
      for (const number of met) judge.met(number);
    }
    expect(judge.verdict(7)).toEqual({ total: 7, sessions: 3, missing: 0, repeated: 2, repeatedDone: 0 });
  });

  test('lacks what was passed over, at the end as well, and repeats what was done', () => {
    const judge = createOrderJudge();
    for (const number of [1, 2, 5]) judge.met(number);
    judge.done(2);
    judge.met(2);
    expect(judge.verdict(7)).toMatchObject({ missing: 4, repeated: 1, repeatedDone: 1 });
  });

  test('of a durable may come again as far as it was open, in any order', () => {
    const judge = createSetJudge();
    judge.begin();
    for (const sequence of [1, 2, 3, 4]) judge.met(sequence);
    judge.end(2);
    judge.begin();
    for (const sequence of [6, 4, 3]) judge.met(sequence);
    judge.end(0);
    expect(judge.verdict([1, 2, 3, 4, 6])).toEqual({ total: 5, sessions: 2, missing: 0, repeated: 2, repeatedDone: 0 });
    judge.met(1);
    expect(judge.verdict([1, 2, 3, 4, 5, 6])).toMatchObject({ missing: 1, repeatedDone: 1 });
  });
});
