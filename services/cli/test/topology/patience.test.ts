import { DomeError } from '@dome/contracts';
import { createManualClock, eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { withPatience } from '../../src/topology/patience.ts';
import type { Tried } from '../../src/topology/patience.ts';

type Outcome = Tried<string> | DomeError;

/** Every attempt takes the next outcome, the last one again and again, and a minute passes after each. */
async function play(waitMs: number | undefined, ...outcomes: Outcome[]) {
  const clock = createManualClock();
  const told: string[] = [];
  let attempts = 0;
  const endsAtMs = waitMs === undefined ? undefined : clock.monotonicMs() + waitMs;
  const step = async (): Promise<Tried<string>> => {
    const outcome = outcomes[Math.min(attempts++, outcomes.length - 1)];
    if (outcome === undefined || outcome instanceof DomeError) throw outcome ?? new TypeError('no outcome');
    return outcome;
  };
  let ended: Tried<string> | Error | undefined;
  void withPatience(step, { clock, endsAtMs, tell: (reason) => told.push(reason) }).then(
    (attempt) => (ended = attempt),
    (error: Error) => (ended = error),
  );
  await eventually(() => {
    clock.advance(60_000);
    return ended !== undefined;
  });
  return { ended, attempts, told };
}

const away = new DomeError('UNAVAILABLE', { detail: 'Nobody is there.' });
const refused = new DomeError('UNAUTHENTICATED', { detail: 'No.' });
const done = { result: 'done', lacks: undefined };
const leaderless = { result: 'done', lacks: 'there is no leader' };

test('without patience there is one attempt, however it ends', async () => {
  expect(await play(undefined, away)).toEqual({ ended: away, attempts: 1, told: [] });
  expect(await play(undefined, leaderless)).toEqual({ ended: leaderless, attempts: 1, told: [] });
});

test('each reason is told once, until another', async () => {
  const { ended, attempts, told } = await play(3_600_000, away, away, leaderless, leaderless, away, done);
  expect([ended, attempts]).toEqual([done, 6]);
  expect(told).toEqual(['Nobody is there.', 'there is no leader', 'Nobody is there.']);
});

test('what waiting cannot mend ends it at once', async () => {
  expect(await play(3_600_000, away, refused, done)).toMatchObject({ ended: refused, attempts: 2 });
  const untrusted = new DomeError('UNAVAILABLE', { detail: 'Unknown authority.', reason: 'server not trusted' });
  expect(await play(3_600_000, untrusted, done)).toMatchObject({ ended: untrusted, attempts: 1 });
});

test('when the time is over the last attempt counts', async () => {
  expect((await play(300_000, away)).ended).toBe(away);
  expect((await play(300_000, leaderless)).ended).toBe(leaderless);
});
