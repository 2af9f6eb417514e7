// L7, L8, L9 under SIGKILL: whenever a daemon dies, each accepted job ends once, its chain is legal, none of its
// processes survive, and no line of its log is lost or duplicated. A round counts only if its kills hit jobs that had
// started.
import { evenRetry, eventually, processesOf } from '@dome/testkit';
import type { Daemon } from '@dome/testkit';
import { EVENTS, cursorAt } from '@dome/contracts';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf, takeOversOf, terminalsOf } from '../e2e/chains.ts';
import type { JobEvents } from '../e2e/chains.ts';
import { jobOf, openStage, submit } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { createDice, moment, seedsFor } from './dice.ts';
import type { Dice } from './dice.ts';
import { ShownLines, storedFaults, storedLines } from './logs.ts';

const SEEDS = seedsFor(10);
const JOBS = 200;
const LINES = 20;
const KILLS = 4;
const SLOTS = 6;
const ACK_WAIT_MS = 1_000;
const SKILLS = ['count-node', 'count-process'];
const ENDED_MS = 60_000;
/** Kills may hit one job repeatedly; a lost attempt must never be the last. */
const RETRY = evenRetry(20, 50);

const takeOvers = new Map<number, number>();

test.each(SEEDS)(
  'daemons killed at the moments of seed %i lose, double and leave nothing',
  { timeout: 120_000 },
  round,
);

test('the rounds together saw enough take-overs to mean something', () => {
  const total = [...takeOvers.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`take-overs by seed: ${[...takeOvers].map(([seed, count]) => `${seed}:${count}`).join(' ')}\n`);
  expect(takeOvers.size).toBe(SEEDS.length);
  expect(total).toBeGreaterThanOrEqual(SEEDS.length * 2);
});

async function round(seed: number): Promise<void> {
  process.stdout.write(`seed ${seed} (replay: CHAOS_SEED=${seed})\n`);
  await using stage = await openStage({ skills: SKILLS, ackWaitMs: ACK_WAIT_MS });
  const dice = createDice(seed);
  const runId = `chaos-${seed}`;
  const crew = await openCrew(stage);
  const watch = watchJobs(stage, runId);
  const shown = new ShownLines();
  const reading = readLogs(stage, { runId, until: watch.ended, dice: createDice(seed + 1), shown });
  const keys = Array.from({ length: JOBS }, (_, at) => `${runId}_${at}`);
  await Promise.all(keys.map((key) => submit(stage, jobFor(key, runId, dice))));
  const killed = await killAtChance(crew, { dice, started: watch.started });
  await watch.ended;
  await reading;
  await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });
  await crew.stop();

  const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  expect(new Set([...events.chains.keys()].map((key) => key.split(' ')[2]))).toEqual(new Set(keys));
  expect(findingsOf(events)).toEqual([]);
  await expectEachEnded(stage, events, { keys, shown });
  expect(crew.workDirs.flatMap((dir) => processesOf(dir))).toEqual([]);
  const hits = killed.map((instance) => lostBy(events, instance));
  takeOvers.set(seed, takeOversOf(events).length);
  expect(Math.max(...hits), `no kill of this seed hit a started job (${killed.join(' ')})`).toBeGreaterThan(0);
}

function jobFor(key: string, runId: string, dice: Dice): Parameters<typeof submit>[1] {
  const input = { lines: LINES, seconds: dice.between(50, 250) / 1_000 };
  return jobOf({ skill: dice.pick(SKILLS), key, input, runId, more: { retry: RETRY } });
}

/** One terminal each, a success with its provenance, and a log of exactly the lines that its attempt printed. */
async function expectEachEnded(
  stage: Stage,
  events: JobEvents,
  { keys, shown }: { keys: readonly string[]; shown: ShownLines },
): Promise<void> {
  const stored = storedLines(await stage.raw.read('JOB_LOGS'));
  const printed = (jobId: string): string[] => Array.from({ length: LINES }, (_, at) => `line ${at + 1} of ${jobId}`);
  const faults: string[] = [];
  for (const jobId of keys) {
    const chains = chainsOf(events, jobId);
    const [terminal, ...more] = chains.flatMap(terminalsOf);
    if (chains.length !== 1 || terminal === undefined || more.length > 0) {
      faults.push(
        `${jobId} has ${chains.length} chains and ${more.length + (terminal === undefined ? 0 : 1)} terminals`,
      );
      continue;
    }
    const { data, phase, attempt = 0 } = terminal;
    if (phase !== 'succeeded') faults.push(`${jobId} ended as ${phase}: ${JSON.stringify(data['problem'])}`);
    expect(data['logs'], jobId).toMatchObject({ lines: LINES });
    expect(data['provenance'], jobId).toMatchObject({ requestDigest: terminal.requestDigest });
    faults.push(...storedFaults(stored, { jobId, attempt, count: LINES }));
    const seen = shown.of(jobId, attempt).join('\n');
    if (seen !== printed(jobId).join('\n')) faults.push(`${jobId} attempt ${attempt} was shown as:\n${seen}`);
  }
  expect(faults).toEqual([]);
}

/** Attempts of that daemon that another one had to take over. */
function lostBy({ chains }: JobEvents, instance: string): number {
  const isLost = (link: { sequence: number }, chain: readonly { supersedes?: number | undefined }[]): boolean =>
    chain.some(({ supersedes }) => supersedes === link.sequence);
  return [...chains.values()].flatMap((chain) =>
    chain.filter((link) => instanceOf(link.data) === instance && isLost(link, chain)),
  ).length;
}

function instanceOf({ worker }: Readonly<Record<string, unknown>>): unknown {
  return typeof worker === 'object' && worker !== null && 'instance' in worker ? worker.instance : undefined;
}

interface Crew {
  readonly workDirs: readonly string[];
  /** Kills the daemon of that slot and at once starts another there; returns the name of the dead one. */
  replace(place: number): Promise<string>;
  stop(): Promise<void>;
}

async function openCrew(stage: Stage): Promise<Crew> {
  let born = 0;
  const start = (): Promise<Daemon> => stage.daemon({ slots: SLOTS, instance: `domed-${(born += 1)}` });
  const daemons = await Promise.all([start(), start()]);
  const workDirs = daemons.map(({ workDir }) => workDir);
  return {
    workDirs,
    replace: async (place) => {
      const doomed = daemons[place];
      if (doomed === undefined) throw new Error(`nobody stands at place ${place}`);
      await doomed.kill('SIGKILL');
      // The kernel kills what the daemon started; nobody else could.
      await eventually(() => processesOf(doomed.workDir).length === 0);
      const heir = await start();
      daemons[place] = heir;
      workDirs.push(heir.workDir);
      return doomed.instance;
    },
    stop: async () => {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
    },
  };
}

/** Each kill waits for its share of starts, and then for a moment more, to hit work and not a gap between two jobs. */
async function killAtChance(crew: Crew, of: { dice: Dice; started: () => number }): Promise<string[]> {
  const { dice, started } = of;
  const shares = Array.from({ length: KILLS }, () => dice.between(1, JOBS - 2 * SLOTS)).toSorted((a, b) => a - b);
  const killed: string[] = [];
  for (const share of shares) {
    await eventually(() => started() >= share, { timeoutMs: ENDED_MS, stepMs: 5 });
    await moment(dice.between(0, 200));
    killed.push(await crew.replace(dice.between(0, 1)));
  }
  return killed;
}

/** How many starts were heard, and when every job had its terminal. */
function watchJobs({ runtime }: Stage, runId: string): { started: () => number; ended: Promise<void> } {
  let started = 0;
  const open = async (): Promise<void> => {
    let left = JOBS;
    for await (const item of runtime.followJobEvents({ runId }, { signal: AbortSignal.timeout(ENDED_MS) })) {
      if (item.kind === 'unreadable') throw item.problem;
      if (item.event.type === 'dev.dome.job.started.v1') started += 1;
      if (EVENTS[item.event.type].terminal) left -= 1;
      if (left === 0) return;
    }
    throw new Error(`${left} jobs have no terminal after ${ENDED_MS} ms`);
  };
  const ended = open();
  ended.catch(() => undefined);
  return { started: () => started, ended };
}

interface Reading {
  readonly runId: string;
  readonly until: Promise<void>;
  readonly dice: Dice;
  readonly shown: ShownLines;
}

/** A reader that leaves at random and returns with its cursor must neither see a line twice nor miss one. */
async function readLogs({ runtime }: Stage, { runId, until, dice, shown }: Reading): Promise<void> {
  let isOver = false;
  const over = until.finally(() => (isOver = true));
  over.catch(() => undefined);
  let from = cursorAt(1);
  for (;;) {
    const stepsMax = isOver ? Infinity : dice.between(1, 120);
    let steps = 0;
    let hasLeft = false;
    for await (const step of runtime.followLogs({ runId }, { from, until })) {
      shown.take(step);
      from = step.cursor;
      steps += 1;
      hasLeft = steps >= stepsMax;
      if (hasLeft) break;
    }
    if (!hasLeft) return;
  }
}
