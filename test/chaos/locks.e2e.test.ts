// Locks under SIGKILL and SIGSTOP: no two attempts overlap that must not, tokens only grow, nobody waits for longer than
// those before it work and lost leases last, and a hot lock is passed on in a fraction of the time for which it is held.
// `CHAOS_LOCK_JOBS=2000 npm test -- test/chaos/locks` is the long count: 2,000 jobs of four daemons on twenty locks.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { EVENTS } from '@dome/contracts';
import { evenRetry } from '@dome/testkit';
import type { Daemon } from '@dome/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findingsOf, jobEventsOf } from '../e2e/chains.ts';
import { jobOf, openStage, submit } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { createDice, moment, seedsFor } from './dice.ts';
import type { Dice } from './dice.ts';
import { journalFaults, readJournal, standstills } from './lock-journal.ts';
import type { LockedJob, Span } from './lock-journal.ts';

const JOBS = Number(process.env['CHAOS_LOCK_JOBS'] ?? 60);
const IS_LONG = JOBS > 500;
const DAEMONS = IS_LONG ? 4 : 3;
const LOCKS = IS_LONG ? 20 : 4;
const FAULTS = IS_LONG ? 40 : 3;
const SLOTS = 4;
const LEASE_MS = 2_000;
const ACK_WAIT_MS = 2_000;
/** A lease and its margin: how long whatever a daemon held is kept for it. */
const LOST_MS = LEASE_MS * 1.1;
/** The longest time for which a job works under its lock. */
const HELD_MS = 600;
/**
 * A free lock goes to whoever waits for it: after the work of a killed holder, after the next slot of the daemon is free,
 * and, if all who waited for it were on a killed daemon, after their commands are delivered again. The rest is for a busy
 * machine.
 */
const STILL_MS = 2 * HELD_MS + ACK_WAIT_MS + 3_000;
const ENDED_MS = IS_LONG ? 1_800_000 : 90_000;
/** Faults may hit one job repeatedly; a lost attempt must never be the last. */
const RETRY = evenRetry(50, 50);
/** Waiting is what is tested, and no clock may end it. */
const TIMEOUTS = { queueMs: 3_600_000, totalMs: 7_200_000 };
const SKILLS = ['locked', 'locked-shared'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dome-locks-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(seedsFor(1))(
  'jobs under locks never overlap, whatever the seed %i does to their daemons',
  { timeout: ENDED_MS + 60_000 },
  async (seed) => {
    process.stdout.write(`seed ${seed} (replay: CHAOS_SEED=${seed})\n`);
    await using stage = await openStage({ skills: SKILLS, ackWaitMs: ACK_WAIT_MS });
    const dice = createDice(seed);
    const crew = await Promise.all(Array.from({ length: DAEMONS }, (_, at) => daemonOf(stage, `domed-${at}`)));
    const jobs = new Map<string, LockedJob>();
    const file = join(folder, 'journal');
    const ended = allEnded(stage, JOBS);
    for (let n = 0; n < JOBS; n += 1) await submitLocked(stage, { n, dice, jobs, file });
    const lost = await strike(stage, crew, { dice, ended });
    await ended;
    const lines = readJournal(await readFile(file, 'utf8'));
    expect(journalFaults(lines, jobs)).toEqual([]);
    const longest = standstills(lines, { jobs, lost })[0];
    expect(longest?.ms, JSON.stringify(longest)).toBeLessThan(STILL_MS);
    expect(new Set(lines.filter(({ what }) => what === 'leave').map(({ jobId }) => jobId)).size).toBe(JOBS);
    expect(lost.length, 'too few daemons were hit for this to mean anything').toBeGreaterThanOrEqual(FAULTS / 2);
    const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
    expect(findingsOf(events)).toEqual([]);
    const again = lines.filter(({ what, attempt }) => what === 'enter' && attempt > 1).length;
    const still = `no lock stood still for more than ${Math.round(longest?.ms ?? 0)} ms beyond lost leases`;
    process.stdout.write(
      `${JOBS} jobs, ${lost.length} daemons hit, ${again} attempts that were not the first, ${still}\n`,
    );
  },
);

test('a hot lock is held at least half of the time', { timeout: 120_000 }, async () => {
  await using stage = await openStage({ skills: SKILLS, ackWaitMs: 30_000 });
  await Promise.all(['a', 'b'].map((name) => daemonOf(stage, `domed-${name}`)));
  const count = 12;
  const heldMs = 800;
  const jobs = new Map<string, LockedJob>();
  const file = join(folder, 'journal');
  const ended = allEnded(stage, count);
  const startedMs = performance.now();
  for (let n = 0; n < count; n += 1) {
    const key = `hot_${n}`;
    jobs.set(key, { lock: 'hot', isShared: false, sentUs: nowUs() });
    const input = { lock: 'hot', file, seconds: heldMs / 1_000 };
    await submit(stage, jobOf({ skill: 'locked', key, input, runId: 'locks', more: { retry: RETRY } }));
  }
  await ended;
  const tookMs = performance.now() - startedMs;
  expect(journalFaults(readJournal(await readFile(file, 'utf8')), jobs)).toEqual([]);
  const part = (count * heldMs) / tookMs;
  process.stdout.write(
    `a hot lock with ${count} jobs of ${heldMs} ms was held ${Math.round(part * 100)} % of the time\n`,
  );
  expect(part).toBeGreaterThan(0.5);
});

const nowUs = (): number => Date.now() * 1_000;

const daemonOf = (stage: Stage, instance: string): Promise<Daemon> =>
  stage.daemon({ slots: SLOTS, instance, env: { DOME_LOCK_LEASE: `${LEASE_MS}ms`, DOME_DRIFT_GRACE: '30s' } });

interface LockedSubmit {
  readonly n: number;
  readonly dice: Dice;
  readonly jobs: Map<string, LockedJob>;
  readonly file: string;
}

async function submitLocked(stage: Stage, { n, dice, jobs, file }: LockedSubmit): Promise<void> {
  const isShared = dice.between(1, 3) === 1;
  const lock = `lock-${dice.between(1, LOCKS)}`;
  const key = `locks_${n}`;
  jobs.set(key, { lock, isShared, sentUs: nowUs() });
  const input = { lock, file, seconds: dice.between(0, HELD_MS) / 1_000 };
  const skill = isShared ? 'locked-shared' : 'locked';
  const more = { retry: RETRY, timeouts: TIMEOUTS };
  await submit(stage, jobOf({ skill, key, input, runId: 'locks', more }));
}

/** Kills a daemon and starts another, or stops one for up to twice its lease. Returns the times in which what it held was lost. */
async function strike(
  stage: Stage,
  crew: Daemon[],
  { dice, ended }: { readonly dice: Dice; readonly ended: Promise<void> },
): Promise<Span[]> {
  const over = new AbortController();
  const end = (): void => over.abort();
  ended.then(end, end);
  const lost: Span[] = [];
  for (let hit = 0; hit < FAULTS && !over.signal.aborted; hit += 1) {
    await moment(dice.between(200, 1_000));
    const at = dice.between(0, DAEMONS - 1);
    const victim = crew[at];
    if (victim === undefined) throw new Error(`there is no daemon ${at}`);
    const fromUs = nowUs();
    lost.push({ fromUs, toUs: fromUs + LOST_MS * 1_000 });
    if (dice.between(0, 1) === 0) {
      await victim.kill('SIGKILL');
      crew[at] = await daemonOf(stage, `domed-${at}-${hit}`);
    } else {
      process.kill(victim.pid, 'SIGSTOP');
      await moment(dice.between(200, LEASE_MS * 2));
      process.kill(victim.pid, 'SIGCONT');
    }
  }
  return lost;
}

function allEnded({ runtime }: Stage, count: number): Promise<void> {
  const open = async (): Promise<void> => {
    let left = count;
    const follow = { signal: AbortSignal.timeout(ENDED_MS) };
    for await (const item of runtime.followJobEvents({ runId: 'locks' }, follow)) {
      if (item.kind === 'unreadable') throw item.problem;
      if (!EVENTS[item.event.type].terminal) continue;
      if (item.event.type !== 'dev.dome.job.succeeded.v1') throw new Error(JSON.stringify(item.event.data));
      left -= 1;
      if (left === 0) return;
    }
    throw new Error(`${left} jobs have no terminal after ${ENDED_MS} ms`);
  };
  const ended = open();
  ended.catch(() => undefined);
  return ended;
}
