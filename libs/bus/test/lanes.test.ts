import { expect, test } from 'vitest';

import type { DomeError } from '@dome/contracts';
import { LANES } from '@dome/contracts';

import type { FairLimits } from '../src/fair-turns.ts';
import { createLanes, personOf } from '../src/lanes.ts';
import { silentLogger } from '../src/logger.ts';

function laneOf(limits: Partial<FairLimits>) {
  const time = { nowMs: 0 };
  const said: Record<string, unknown>[] = [];
  const logger = { ...silentLogger, warn: (fields: object) => void said.push({ ...fields }) };
  const heavy = { ...LANES.heavy, ...limits };
  const later: (() => void)[] = [];
  const nextTurn = (run: () => void): void => void later.push(run);
  const lanes = createLanes({ limits: { heavy }, nowMs: () => time.nowMs, nextTurn, logger });
  const turn = (): void => {
    for (const run of later.splice(0)) run();
  };
  const answered: string[] = [];
  const refused: [string, DomeError][] = [];
  const ask = (person: string): PromiseWithResolvers<void> => {
    const done = Promise.withResolvers<void>();
    const serve = async (): Promise<void> => {
      await done.promise;
      answered.push(person);
    };
    lanes.admit('heavy', { person, bytes: 1, serve, refuse: (error) => void refused.push([person, error]) });
    return done;
  };
  return { time, turn, said, lanes, answered, refused, ask };
}

test('a request that waited longer than any client waits is refused, not worked on', async () => {
  const { time, turn, lanes, answered, refused, ask } = laneOf({ inHandMax: 1, inHandEachMax: 1 });
  const first = ask('ada');
  const late = ask('grace');
  turn();
  time.nowMs = LANES.heavy.patienceMs;
  const inTime = ask('ada');
  turn();
  time.nowMs += 1;
  late.resolve();
  inTime.resolve();
  first.resolve();
  await lanes.idle();
  expect(answered).toEqual(['ada', 'ada']);
  expect(refused).toMatchObject([['grace', { code: 'QUEUE_FULL', disposition: 'retry' }]]);
});

test('answers that await nothing take only a part of one turn', async () => {
  const { time, turn, lanes } = laneOf({ inHandMax: 1, inHandEachMax: 1 });
  const served: number[] = [];
  const serve = (): Promise<void> => {
    served.push(time.nowMs);
    time.nowMs += 3;
    return Promise.resolve();
  };
  for (let n = 0; n < 10; n += 1) lanes.admit('heavy', { person: 'ada', bytes: 1, serve, refuse: () => undefined });
  const perTurn: number[] = [];
  while (served.length < 10) {
    const before = served.length;
    // As many microtasks as ten answers may need.
    for (let n = 0; n < 100; n += 1) await Promise.resolve();
    perTurn.push(served.length - before);
    turn();
  }
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(3);
  await lanes.idle();
});

test('refusals are logged once in a while and counted in between', () => {
  const { time, said, ask } = laneOf({ inHandMax: 1, inHandEachMax: 1, queuedEachMax: 1 });
  for (let n = 0; n < 12; n += 1) ask('mallory');
  expect(said).toMatchObject([{ lane: 'heavy', person: 'mallory', refused: 1 }]);
  time.nowMs = 1_000;
  ask('mallory');
  expect(said).toMatchObject([{ refused: 1 }, { refused: 10 }]);
});

test('a person is the stamped user, on any connection; without a stamp each inbox is a person', () => {
  const stamp = { account: 'PEOPLE', user: 'ada', clientName: 'cli' };
  expect(personOf(stamp, '_INBOX_ada.X1.1')).toBe('PEOPLE/ada');
  expect(personOf({ ...stamp, clientName: 'other' }, '_R_.abc.1')).toBe('PEOPLE/ada');
  expect(personOf(undefined, '_INBOX_ada.X1.1')).toBe(personOf(undefined, '_INBOX_ada.X1.2'));
  expect(personOf(undefined, '_INBOX_ada.X1.1')).not.toBe(personOf(undefined, '_INBOX_ada.X2.1'));
  expect(personOf(undefined, undefined)).toBe('unattested/');
});
