import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FairTurns } from '../src/fair-turns.ts';
import type { FairLimits, FairWork } from '../src/fair-turns.ts';

const LIMITS: FairLimits = {
  inHandMax: 3,
  inHandEachMax: 2,
  queuedMax: 6,
  queuedEachMax: 4,
  heldBytesMax: 60,
  heldBytesEachMax: 40,
  patienceMs: 100,
};

interface Named extends FairWork {
  readonly id: number;
}

let ids = 0;
const workOf = (person: string, bytes = 1, atMs = 0): Named => ({ person, bytes, atMs, id: (ids += 1) });

function turnsOf(limits: Partial<FairLimits> = {}): FairTurns<Named> {
  return new FairTurns<Named>({ ...LIMITS, ...limits });
}

function takeAll(turns: FairTurns<Named>): string[] {
  const taken: string[] = [];
  for (let work = turns.take(); work !== undefined; work = turns.take()) taken.push(work.person);
  return taken;
}

describe('turns', () => {
  test('alternate between persons, however much one has queued before the others came', () => {
    const turns = turnsOf({ inHandMax: 1, inHandEachMax: 1 });
    for (const person of ['mallory', 'mallory', 'mallory', 'ada', 'grace']) turns.offer(workOf(person));
    const order: string[] = [];
    for (let work = turns.take(); work !== undefined; work = turns.take()) {
      order.push(work.person);
      turns.giveBack(work);
    }
    expect(order).toEqual(['mallory', 'ada', 'grace', 'mallory', 'mallory']);
  });

  test('keep one slot free that a single person may not take', () => {
    const turns = turnsOf();
    for (let n = 0; n < 4; n += 1) turns.offer(workOf('mallory'));
    expect(takeAll(turns)).toEqual(['mallory', 'mallory']);
    turns.offer(workOf('ada'));
    expect(takeAll(turns)).toEqual(['ada']);
  });

  test('of one person come in the order in which she asked', () => {
    const turns = turnsOf();
    const asked = [workOf('ada'), workOf('ada'), workOf('ada')];
    for (const work of asked) turns.offer(work);
    const taken: (Named | undefined)[] = [];
    for (const _one of asked) {
      const work = turns.take();
      taken.push(work);
      if (work !== undefined) turns.giveBack(work);
    }
    expect(taken).toEqual(asked);
  });
});

describe('a share', () => {
  test('that is used up is refused more, in requests and in bytes', () => {
    const turns = turnsOf();
    for (let n = 0; n < 4; n += 1) expect(turns.offer(workOf('mallory'))).toEqual({ displaced: [] });
    expect(turns.offer(workOf('mallory'))).toEqual({ refusal: 'each', displaced: [] });
    expect(turns.offer(workOf('ada', 41))).toEqual({ refusal: 'each', displaced: [] });
    expect(turns.offer(workOf('ada', 40))).toEqual({ displaced: [] });
  });

  test('counts what is in hand until it is given back', () => {
    const turns = turnsOf();
    const work = workOf('ada', 40);
    turns.offer(work);
    turns.take();
    expect(turns.offer(workOf('ada', 1)).refusal).toBe('each');
    turns.giveBack(work);
    expect(turns.offer(workOf('ada', 1)).refusal).toBeUndefined();
  });

  test('of the person who holds most gives way, when all is full, to one who holds less', () => {
    const turns = turnsOf();
    const flood = ['mallory', 'mallory', 'mallory', 'trudy', 'trudy', 'trudy'].map((person) => workOf(person));
    for (const work of flood) turns.offer(work);
    const { refusal, displaced } = turns.offer(workOf('ada'));
    expect(refusal).toBeUndefined();
    expect(displaced).toEqual([flood[2]]);
    expect(turns.offer(workOf('trudy')).refusal).toBe('all');
  });
});

test('a request older than the patience has been given up', () => {
  const turns = turnsOf();
  const work = workOf('ada', 1, 1_000);
  expect(turns.isLate(work, 1_100)).toBe(false);
  expect(turns.isLate(work, 1_101)).toBe(true);
});

type Move = { readonly kind: 'offer'; readonly person: number; readonly bytes: number } | { readonly kind: 'end' };

const moves = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('offer' as const), person: fc.nat(5), bytes: fc.nat(50) }),
    fc.record({ kind: fc.constant('end' as const) }),
  ),
  { maxLength: 200 },
);

test('whatever is asked, the bounds hold, nothing is lost, and nothing is left when all is done', () => {
  fc.assert(
    fc.property(moves, (asked: readonly Move[]) => {
      const turns = turnsOf();
      const inHand: Named[] = [];
      const counts = { offered: 0, refused: 0, displaced: 0, done: 0 };
      const step = (): void => {
        for (let work = turns.take(); work !== undefined; work = turns.take()) inHand.push(work);
        expect(turns.inHand).toBe(inHand.length);
        expect(turns.inHand).toBeLessThanOrEqual(LIMITS.inHandMax);
        expect(turns.queued).toBeLessThanOrEqual(LIMITS.queuedMax);
        expect(turns.heldBytes).toBeLessThanOrEqual(LIMITS.heldBytesMax);
      };
      const end = (): void => {
        const work = inHand.shift();
        if (work === undefined) return;
        turns.giveBack(work);
        counts.done += 1;
      };
      for (const move of asked) {
        if (move.kind === 'end') end();
        else {
          counts.offered += 1;
          const { refusal, displaced } = turns.offer(workOf(`person ${move.person}`, move.bytes));
          counts.refused += refusal === undefined ? 0 : 1;
          counts.displaced += displaced.length;
        }
        step();
      }
      while (inHand.length > 0) {
        end();
        step();
      }
      expect(counts.done).toBe(counts.offered - counts.refused - counts.displaced);
      expect([turns.queued, turns.inHand, turns.heldBytes]).toEqual([0, 0, 0]);
    }),
  );
});

test('a person within her share is served after at most one turn of each of the others, however many flood', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(100), (flooders, before) => {
      const turns = turnsOf({ inHandMax: 1, inHandEachMax: 1 });
      const flood = (): void => {
        for (let n = 0; n < flooders; n += 1) turns.offer(workOf(`flooder ${n}`, 1));
      };
      for (let n = 0; n < before; n += 1) flood();
      const offered = turns.offer(workOf('ada', 1));
      expect(offered.refusal).toBeUndefined();
      let waited = 0;
      for (let work = turns.take(); work !== undefined && work.person !== 'ada'; work = turns.take()) {
        waited += 1;
        turns.giveBack(work);
        flood();
      }
      expect(waited).toBeLessThanOrEqual(flooders);
    }),
  );
});
