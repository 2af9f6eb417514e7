import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { applyEvent, checkDocuments, fold } from '../src/fold.ts';
import { lastDecision } from '../src/gate-state.ts';
import type { StoredRunEvent } from '../src/run-event.ts';
import { gateAt, taskAt } from '../src/state.ts';
import type { RunState } from '../src/state.ts';
import { asked, chain, decided, dispatched, expired, settled, submitted, voted, wave, withdrawn } from './chain.ts';

function folded(events: readonly StoredRunEvent[]): RunState {
  const state = fold(events);
  if (state === undefined) throw new Error('there is no run');
  return state;
}

const RANK = { pending: 0, dispatched: 1, settled: 2 } as const;

describe('the fold of a run', () => {
  test('is the same in one piece and in any pieces', () => {
    fc.assert(
      fc.property(fc.nat(chain.length), (cut) => {
        expect(fold(chain.slice(cut), fold(chain.slice(0, cut)))).toEqual(folded(chain));
      }),
    );
  });

  test('is not changed by repeated events, wherever they are repeated', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(chain.length - 1), fc.nat(chain.length - 1))), (again) => {
        const events = chain.flatMap((event, place) => [
          event,
          ...again
            .filter(([, after]) => after === place)
            .flatMap(([index]) => chain.slice(0, place + 1).slice(index, index + 1)),
        ]);
        expect(folded(events)).toEqual(folded(chain));
      }),
    );
  });

  test('moves a task from pending over dispatched to settled, and never back', () => {
    const states = chain.map((_, place) => folded(chain.slice(0, place + 1)));
    for (const [place, state] of states.entries()) {
      for (const [key, before] of states[place - 1]?.tasks ?? []) {
        const after = state.tasks.get(key);
        expect(after === undefined ? -1 : RANK[after.state]).toBeGreaterThanOrEqual(RANK[before.state]);
      }
    }
    expect([...folded(chain).tasks.values()].map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'settled'),
    );
  });

  test('does not begin in the middle, and does not begin twice', () => {
    expect(() => fold(chain.slice(1))).toThrow('the chain does not begin with submitted');
    expect(() => fold([...chain, submitted(99)])).toThrow('it was submitted before');
  });
});

const begun = folded(chain.slice(0, 3));
const test1 = { taskId: 'test', iteration: 1 };

describe('if two events say the same thing the first counts', () => {
  test('a task settled twice', () => {
    const state = fold([dispatched(4, 'test', 1), settled(5, 'test', 1, 'failure'), settled(6, 'test', 1)], begun);
    expect(state === undefined ? undefined : taskAt(state, test1)).toMatchObject({
      state: 'settled',
      settled: { sequence: 5, value: { result: 'failure' } },
      dispatched: { sequence: 4 },
    });
  });

  test('an intent for a task that was settled without one', () => {
    const state = fold([settled(4, 'test', 1, 'failure'), dispatched(5, 'test', 1)], begun);
    expect(state === undefined ? undefined : taskAt(state, test1)).toMatchObject({
      state: 'settled',
      dispatched: undefined,
    });
  });

  test('a second vote of one person, and a gate that is decided already', () => {
    const votes = [
      decided(17, 2, 'NEEDS_HUMAN'),
      asked(18, 2),
      voted(19, 2, 'grace', 'reject'),
      voted(20, 2, 'grace', 'approve'),
    ];
    const state = folded([...chain.slice(0, 16), ...votes, decided(21, 2, 'REJECT'), decided(22, 2, 'APPROVE')]);
    const gate = gateAt(state, 'quality');
    expect(gate).toMatchObject({
      state: 'decided',
      votes: [{ sequence: 19 }],
      decided: { sequence: 17 },
      requested: { sequence: 18 },
    });
    expect(gate === undefined ? undefined : lastDecision(gate).status).toBe('REJECT');
  });
});

test('what comes after the event that closes a gate changes nothing of it', () => {
  const late = [voted(20, 2, 'linus', 'reject'), withdrawn(21, 2, 'grace'), expired(22, 2)];
  const enough = folded([...chain.slice(0, 19), ...late]);
  expect(gateAt(enough, 'quality')).toMatchObject({
    state: 'closing',
    by: 'votes',
    votes: [{ sequence: 19 }],
    withdrawals: [],
  });
  const over = folded([...chain.slice(0, 18), expired(19, 2), voted(20, 2, 'grace', 'approve')]);
  expect(gateAt(over, 'quality')).toMatchObject({ state: 'closing', by: 'expiry', votes: [] });
});

test('nothing is recorded for a task or a gate that the run does not know', () => {
  const state = folded([
    ...chain.slice(0, 3),
    dispatched(4, 'pack', 1),
    settled(5, 'pack', 1),
    asked(6, 1),
    voted(7, 1, 'grace', 'approve'),
  ]);
  expect([...state.tasks.keys()]).toEqual(['test_1']);
  expect(state.gates.size).toBe(0);
});

test('a reader may parse the documents in another way', () => {
  const strange = submitted(1);
  if (strange.event.type !== 'dev.dome.run.submitted.v1') throw new Error('it is the first event');
  const plan = { ...strange.event.data.plan, later: true };
  const event = { ...strange.event, data: { ...strange.event.data, plan } };
  expect(() => fold([{ ...strange, event }])).toThrow('/later');
  const { data } = strange.event;
  const state = applyEvent(undefined, { ...strange, event }, () => checkDocuments(data));
  expect(state.shape.checkWaves).toEqual([['test'], ['pack']]);
});

test('a wave that starts again adds no task twice', () => {
  const again = wave(4, { round: 1, wave: 1, purpose: 'check', tasks: ['test'] });
  expect(fold([again], begun)?.tasks.size).toBe(1);
});
