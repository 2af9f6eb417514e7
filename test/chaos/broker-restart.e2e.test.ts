// L7, L8, L9 when the broker itself is killed in the middle of jobs and runs, and comes back: at once, and after longer than
// an ack wait. Whatever was accepted ends once, nothing is decided twice, no line is lost or doubled, and every process finds
// its way back by itself. Once with one server, and once with three that keep three copies of everything: there whoever leads
// the stream of the moment is killed, the others elect another, and a read that a follower answered would be stale.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import { DomeError } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf, terminalsOf } from '../e2e/chains.ts';
import type { Link } from '../e2e/chains.ts';
import { jobOf, openStage, PLANS, submit } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { moment } from './dice.ts';
import { ShownLines, storedFaults, storedLines } from './logs.ts';
import { isOpen, runFaults, runsOf } from './runs.ts';

const ACK_WAIT_MS = 1_000;
const COUNTERS = ['count-node', 'count-process'];
const SKILLS = [...COUNTERS, 'tree-check', 'tree-fix', 'tree-pack', 'tree-promote'];
const RUN = 'broker-aaaaaaaa';
const JOBS = 60;
const LINES = 10;
const RUNS = 6;
/** How long it is away, each time it is killed, and of which stream it is the leader. */
const FALLS = [
  { awayMs: 0, leads: 'JOB_EVENTS' },
  { awayMs: 300, leads: 'SKILL_COMMANDS' },
  { awayMs: 2_500, leads: 'RUN_EVENTS' },
  { awayMs: 0, leads: 'JOB_EVENTS' },
] as const;
const BROKERS = [
  { broker: 'a broker', replicas: 1 },
  { broker: 'the leader of a cluster', replicas: 3 },
] as const;
const ENDED_MS = 60_000;
const TIMES = { timeout: 150_000 };
const RETRY = {
  ...{ initialIntervalMs: 50, backoffCoefficient: 1, maximumIntervalMs: 50, maximumAttempts: 10, nonRetryable: [] },
};

test.each(BROKERS)('$broker that is killed and comes back loses and doubles nothing', TIMES, async ({ replicas }) => {
  await using stage = await openStage({ skills: SKILLS, ackWaitMs: ACK_WAIT_MS, replicas });
  const planes = [
    await stage.daemon({ slots: 6 }),
    await stage.daemon({ slots: 6 }),
    await stage.control({ instance: 'dome-1' }),
    await stage.control({ instance: 'dome-2' }),
  ];
  const keys = Array.from({ length: JOBS }, (_, at) => `${RUN}_${at}`);
  const shown = new ShownLines();
  const isOver = Promise.withResolvers<void>();
  const reading = readLogs(stage, shown, isOver.promise);
  const submitting = submitAll(stage, keys);
  // They are awaited below; a test that fails before has said enough.
  for (const going of [reading, submitting]) going.catch(() => undefined);
  const runIds = await submitRuns(stage);
  for (const [at, { awayMs, leads }] of FALLS.entries()) {
    const share = Math.round(((at + 1) * JOBS) / (FALLS.length + 2));
    await eventually(async () => (await ended(stage)) >= share && (await running(stage)) > 0, { timeoutMs: ENDED_MS });
    const server = await stage.planes.leaderOf(leads);
    await server.kill();
    await moment(awayMs);
    await server.start();
  }
  await submitting;
  await approveUntilFinished(stage, runIds);
  await eventually(async () => (await ended(stage)) >= JOBS, { timeoutMs: ENDED_MS });
  await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });
  isOver.resolve();
  await reading;
  for (const plane of planes) await plane.stop();

  const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  expect(findingsOf(events)).toEqual([]);
  const stored = storedLines(await stage.raw.read('JOB_LOGS'));
  for (const key of keys) {
    const [terminal, ...more] = chainsOf(events, key).flatMap(terminalsOf);
    expect([terminal?.phase, more], key).toEqual(['succeeded', []]);
    const attempt = terminal?.attempt ?? 0;
    expect(storedFaults(stored, { jobId: key, attempt, count: LINES })).toEqual([]);
    expect(shown.of(key, attempt)).toEqual(Array.from({ length: LINES }, (_, line) => `line ${line + 1} of ${key}`));
  }
  const runs = runsOf(await stage.raw.read('RUN_EVENTS'));
  expect(new Set(runs.keys())).toEqual(new Set(runIds));
  expect([...runs].flatMap(([runId, chain]) => runFaults(runId, chain))).toEqual([]);
  for (const chain of runs.values()) expect(chain.at(-1)?.data).toMatchObject({ result: 'success' });
});

/** The whole time, by a client that knows of no restart. */
async function submitAll(stage: Stage, keys: readonly string[]): Promise<void> {
  for (const [at, key] of keys.entries()) {
    const skill = COUNTERS[at % COUNTERS.length] ?? '';
    const input = { lines: LINES, seconds: 0.3 };
    await insist(() => submit(stage, jobOf({ skill, key, input, runId: RUN, more: { retry: RETRY } })));
    await moment(150);
  }
}

async function submitRuns(stage: Stage): Promise<string[]> {
  const ada = await stage.as('ada');
  const tree = await packDirectory(join(PLANS, '..', 'tree'), { include: 'all' });
  const workspace = await ada.artifacts.put(tree.bytes);
  const plan = await readFile(join(PLANS, 'gated.plan.yaml'), 'utf8');
  const policy = await readFile(join(PLANS, 'gated.policy.yaml'), 'utf8');
  const runIds: string[] = [];
  for (let at = 0; at < RUNS; at++) {
    const request = { plan, policy, inputs: {}, workspace, idempotencyKey: `broker-${at}` };
    runIds.push((await insist(() => ada.runs.submit(request))).runId);
  }
  return runIds;
}

async function approveUntilFinished(stage: Stage, runIds: readonly string[]): Promise<void> {
  const grace = await stage.as('grace');
  await eventually(
    async () => {
      for (const { runId, gate, iteration, evidenceDigest } of (await insist(() => grace.gates.list())).gates) {
        await insist(() => grace.gates.decide({ runId, gate, iteration, verdict: 'approve', evidenceDigest }));
      }
      const runs = runsOf(await stage.raw.read('RUN_EVENTS'));
      return runIds.every((runId) => !isOpen(runs.get(runId) ?? []));
    },
    { timeoutMs: ENDED_MS, stepMs: 200 },
  );
}

/** Who is away now is back in a moment; the same key and the same vote meet themselves. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + ENDED_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isAway = error instanceof DomeError && ['UNAVAILABLE', 'TIMEOUT'].includes(error.code);
      if (!isAway || performance.now() > until) throw error;
      await moment(50);
    }
  }
}

async function ended(stage: Stage): Promise<number> {
  return (await jobChains(stage)).flatMap(terminalsOf).length;
}

async function running(stage: Stage): Promise<number> {
  return (await jobChains(stage)).filter((chain) => chain.at(-1)?.phase === 'started').length;
}

async function jobChains(stage: Stage): Promise<(readonly Link[])[]> {
  const { chains } = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  return [...chains].filter(([key]) => key.includes(` ${RUN} `)).map(([, chain]) => chain);
}

async function readLogs({ runtime }: Stage, shown: ShownLines, until: Promise<void>): Promise<void> {
  for await (const step of runtime.followLogs({ runId: RUN }, { until })) shown.take(step);
}
