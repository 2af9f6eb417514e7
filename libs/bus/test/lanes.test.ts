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
  const lanes = createLanes({ limits: { heavy }, nowMs: () => time.nowMs, logger });
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
  return { time, said, lanes, answered, refused, ask };
}

test('what waited longer than anybody waits for an answer is refused, not worked', async () => {
  const { time, lanes, answered, refused, ask } = laneOf({ inHandMax: 1, inHandEachMax: 1 });
  const first = ask('ada');
  const late = ask('grace');
  time.nowMs = LANES.heavy.patienceMs;
  const inTime = ask('ada');
  time.nowMs += 1;
  late.resolve();
  inTime.resolve();
  first.resolve();
  await lanes.idle();
  expect(answered).toEqual(['ada', 'ada']);
  expect(refused).toMatchObject([['grace', { code: 'QUEUE_FULL', disposition: 'retry' }]]);
});

test('refusals are said once in a while and counted in between', () => {
  const { time, said, ask } = laneOf({ inHandMax: 1, inHandEachMax: 1, queuedEachMax: 1 });
  for (let n = 0; n < 12; n += 1) ask('mallory');
  expect(said).toMatchObject([{ lane: 'heavy', person: 'mallory', refused: 1 }]);
  time.nowMs = 1_000;
  ask('mallory');
  expect(said).toMatchObject([{ refused: 1 }, { refused: 10 }]);
});

test('a person is whom the broker stamped, on whatever connection; without a stamp each inbox is one', () => {
  const stamp = { account: 'PEOPLE', user: 'ada', clientName: 'cli' };
  expect(personOf(stamp, '_INBOX_ada.X1.1')).toBe('PEOPLE/ada');
  expect(personOf({ ...stamp, clientName: 'other' }, '_R_.abc.1')).toBe('PEOPLE/ada');
  expect(personOf(null, '_INBOX_ada.X1.1')).toBe(personOf(null, '_INBOX_ada.X1.2'));
  expect(personOf(null, '_INBOX_ada.X1.1')).not.toBe(personOf(null, '_INBOX_ada.X2.1'));
  expect(personOf(null, undefined)).toBe('unattested/');
});
