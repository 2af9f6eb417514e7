// Whatever people do and in whatever order, under several replicas and deliveries that come twice: the gate is decided once,
// as somebody finds who only counts, and the audit agrees.
import { peopleClaims } from '@dome/audit';
import type { RunRecord } from '@dome/audit';
import { gateAt } from '@dome/runs';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { finalOf } from '../states.ts';
import { MANY, lawWith, opened } from './voting.ts';
import type { Opened } from './voting.ts';

const VOTERS = ['grace', 'linus', 'margaret', 'olga', 'rob', 'eve', 'ada'];
const ROLES: Readonly<Record<string, readonly string[]>> = {
  grace: ['release-manager', 'security'],
  linus: ['release-manager'],
  margaret: ['security'],
  olga: ['release-manager', 'security'],
  rob: ['release-manager'],
};

type Act =
  | { readonly kind: 'vote'; readonly user: string; readonly verdict: 'approve' | 'reject' }
  | { readonly kind: 'withdraw'; readonly user: string }
  | { readonly kind: 'pass'; readonly minutes: number };

const user = fc.constantFrom(...VOTERS);
const act = fc.oneof(
  { weight: 6, arbitrary: user.map((by): Act => ({ kind: 'vote', user: by, verdict: 'approve' })) },
  { weight: 1, arbitrary: user.map((by): Act => ({ kind: 'vote', user: by, verdict: 'reject' })) },
  { weight: 3, arbitrary: user.map((by): Act => ({ kind: 'withdraw', user: by })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((minutes): Act => ({ kind: 'pass', minutes })) },
);

/** Two release managers and one of security, by counting: those with both roles fill what is left. */
function areEnough(people: readonly string[]): boolean {
  const only = (role: string): number => people.filter((one) => ROLES[one]?.join() === role).length;
  const both = people.filter((one) => ROLES[one]?.length === 2).length;
  return Math.max(0, 2 - only('release-manager')) + Math.max(0, 1 - only('security')) <= both;
}

/** Who submitted the run may reject it. */
const mayVote = ({ user: by, verdict }: { user: string; verdict: 'approve' | 'reject' }): boolean =>
  ROLES[by] !== undefined || (by === 'ada' && verdict === 'reject');

/** Refusals are part of the game. */
const tried = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

/** What should follow: undefined while the gate still waits. */
class Expected {
  readonly approved: string[] = [];
  minutes = 0;
  status: 'APPROVE' | 'REJECT' | undefined;
  byPeople = false;

  do(one: Act): void {
    if (this.status !== undefined) return;
    if (one.kind === 'pass') {
      this.minutes += one.minutes;
      if (this.minutes >= 60) this.status = 'REJECT';
      return;
    }
    const at = this.approved.indexOf(one.user);
    if (one.kind === 'withdraw') {
      if (at >= 0) this.approved.splice(at, 1);
    } else if (at < 0 && mayVote(one)) {
      if (one.verdict === 'approve') this.approved.push(one.user);
      this.byPeople = one.verdict === 'reject' || areEnough(this.approved);
      if (this.byPeople) this.status = one.verdict === 'reject' ? 'REJECT' : 'APPROVE';
    }
  }
}

async function play({ world, votes, withdraws }: Opened, acts: readonly Act[]): Promise<Expected> {
  const expected = new Expected();
  for (const one of acts) {
    if (expected.status === undefined) {
      if (one.kind === 'vote') await tried(votes(one.user, one.verdict));
      else if (one.kind === 'withdraw') await tried(withdraws(one.user));
      else await world.pass(one.minutes * 60_000);
    }
    expected.do(one);
  }
  return expected;
}

const lcg = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};

test('any votes and withdrawals lead to the decision that counting them gives, once', async () => {
  const policy = MANY.replace('deadline: 1h', 'deadline: 1h\n      remindEvery: 7m');
  const law = lawWith(policy);
  const seeds = fc.integer({ min: 1, max: 2 ** 30 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { maxLength: 16 }),
      seeds,
      fc.integer({ min: 1, max: 3 }),
      async (acts, seed, replicas) => {
        const run = await opened({ policy, law: () => law, replicas, random: lcg(seed) });
        const { status, byPeople, approved } = await play(run, acts);
        const { world } = run;
        const final = finalOf(world.state(), 'release');
        expect(final?.status).toBe(status);
        if (status === undefined) {
          expect(gateAt(world.state(), 'release')?.votes.map(({ value }) => value.by.user)).toEqual(approved);
          return;
        }
        expect(final?.decidedBy.kind).toBe(byPeople ? 'people' : 'policy');
        const stored = world.store.of(world.runId);
        const decisions = stored.flatMap(({ event }) =>
          event.type === 'dev.dome.run.gate-decided.v1' && event.data.iteration === 1 ? [event.data] : [],
        );
        expect(decisions.filter(({ gate }) => gate === 'release')).toHaveLength(2);
        // An audit reads the messages; what they are sealed in does not matter here.
        const record = { run: stored, jobs: [], logs: [] } as unknown as RunRecord;
        const first = peopleClaims(record).slice(0, 1);
        expect(first).toMatchObject([{ holds: true }]);
      },
    ),
    { numRuns: 60 },
  );
});
