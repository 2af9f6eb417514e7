// The laws of a lock, for every sequence of steps. Time goes on in steps of the sequence, not by a clock.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  ask,
  breakHolder,
  countBefore,
  emptyTable,
  expire,
  holdersMax,
  release,
  renew,
  standingOf,
} from '../../src/locks/table.ts';
import type { LockTable, LockTicket } from '../../src/locks/table.ts';
import { ticketOf } from './ticket.ts';

type Step =
  | { readonly step: 'ask'; readonly of: Pick<LockTicket, 'mode' | 'max'> }
  | { readonly step: 'release' | 'renew' | 'break'; readonly which: number }
  | { readonly step: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constant('ask' as const),
    of: fc.oneof(
      fc.record({ mode: fc.constantFrom('exclusive' as const, 'shared' as const) }),
      fc.record({ mode: fc.constant('limited' as const), max: fc.integer({ min: 1, max: 4 }) }),
    ),
  }),
  fc.record({ step: fc.constantFrom('release' as const, 'renew' as const, 'break' as const), which: fc.nat(20) }),
  fc.record({ step: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60 }) }),
);

const leaseMs = 100;
const marginMs = 10;

interface World {
  readonly table: LockTable;
  readonly nowMs: number;
  readonly asked: number;
}

function after({ table, nowMs, asked }: World, taken: Step): World {
  const places = [...table.holders, ...table.waiting];
  switch (taken.step) {
    case 'ask': {
      const ticket = ticketOf(`t${asked}`, { ...taken.of, sinceMs: nowMs, expiresAtMs: nowMs + leaseMs });
      return { table: ask(table, ticket, nowMs), nowMs, asked: asked + 1 };
    }
    case 'wait': {
      const laterMs = nowMs + taken.ms;
      return { table: expire(table, { nowMs: laterMs, marginMs }), nowMs: laterMs, asked };
    }
    default: {
      const ticket = places[taken.which % Math.max(1, places.length)]?.ticket ?? '';
      if (taken.step === 'release') return { table: release(table, new Set([ticket]), nowMs), nowMs, asked };
      if (taken.step === 'renew') return { table: renew(table, new Set([ticket]), nowMs + leaseMs), nowMs, asked };
      return { table: breakHolder(table, ticket), nowMs, asked };
    }
  }
}

const number = ({ ticket }: LockTicket): number => Number(ticket.slice(1));

/** Calls `check` with every pair of neighbouring worlds. */
function always(check: (before: World, now: World) => void): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let world: World = { table: emptyTable('lock'), nowMs: 0, asked: 0 };
      for (const taken of steps) {
        const next = after(world, taken);
        check(world, next);
        world = next;
      }
    }),
    { numRuns: 500 },
  );
}

describe('after every step', () => {
  test('an exclusive holder is alone, and no holder is beside more than it allows', () => {
    always((_, { table: { holders } }) => {
      if (holders.some(({ mode }) => mode === 'exclusive')) expect(holders).toHaveLength(1);
      for (const holder of holders) expect(holders.length).toBeLessThanOrEqual(holdersMax(holder));
    });
  });

  test('nobody holds the lock while an earlier ticket waits', () => {
    always(({ table: before }, { table }) => {
      const entered = table.holders.filter(({ ticket }) => standingOf(before, ticket) !== 'holds');
      for (const holder of entered)
        for (const waiting of table.waiting) expect(number(holder)).toBeLessThan(number(waiting));
    });
  });

  test('the queue is in the order of asking', () => {
    always((_, { table: { waiting } }) => {
      expect(waiting.map(number)).toEqual(waiting.map(number).toSorted((a, b) => a - b));
    });
  });

  test('whoever could enter has entered', () => {
    always((_, { table: { holders, waiting } }) => {
      const [head] = waiting;
      if (head === undefined) return;
      expect(holders.length).toBeGreaterThan(0);
      expect([head, ...holders].some((of) => holders.length >= holdersMax(of))).toBe(true);
    });
  });

  test('an exclusive ticket that waits is passed by nobody, however many shared ones ask', () => {
    always(({ table: before }, { table }) => {
      for (const waiting of before.waiting.filter(({ mode }) => mode === 'exclusive')) {
        if (standingOf(table, waiting.ticket) !== 'waits') continue;
        for (const holder of table.holders) expect(number(holder)).toBeLessThan(number(waiting));
      }
    });
  });

  test('a place that is not renewed is gone when its lease and the margin are over, and not before', () => {
    always(({ table: before }, { table, nowMs }) => {
      for (const place of [...table.holders, ...table.waiting])
        expect(place.expiresAtMs + marginMs).toBeGreaterThan(nowMs);
      for (const { ticket, expiresAtMs } of [...before.holders, ...before.waiting])
        if (expiresAtMs + marginMs <= nowMs) expect(standingOf(table, ticket)).toBe('none');
    });
  });

  test('a step that changes nothing returns the same table', () => {
    const table = ask(ask(emptyTable('lock'), ticketOf('t0'), 0), ticketOf('t1'), 0);
    expect(release(table, new Set(['t9']), 5)).toBe(table);
    expect(expire(table, { nowMs: 5, marginMs })).toBe(table);
    expect(ask(table, ticketOf('t1'), 5)).toBe(table);
  });
});

test('a broken holder keeps its place until it is given back or over, and cannot renew', () => {
  const asked = ask(ask(emptyTable('lock'), ticketOf('t0'), 0), ticketOf('t1', { expiresAtMs: 500 }), 0);
  const broken = renew(breakHolder(asked, 't0'), new Set(['t0', 't1']), 500);
  expect(broken.holders).toMatchObject([{ ticket: 't0', isBroken: true, expiresAtMs: 100 }]);
  expect(expire(broken, { nowMs: 109, marginMs }).holders).toMatchObject([{ ticket: 't0' }]);
  expect(expire(broken, { nowMs: 110, marginMs }).holders).toMatchObject([{ ticket: 't1', sinceMs: 110 }]);
  expect(release(broken, new Set(['t0']), 40).holders).toMatchObject([{ ticket: 't1', sinceMs: 40 }]);
});

test('the place of a ticket is the number of those before it', () => {
  const table = ['t0', 't1', 't2'].reduce((before, name) => ask(before, ticketOf(name), 0), emptyTable('lock'));
  expect(['t1', 't2'].map((name) => countBefore(table, name))).toEqual([0, 1]);
});
