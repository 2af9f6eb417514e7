// L7, L8, L9 when the broker itself is killed in the middle of jobs and runs and comes back, at once or after longer
// than an ack wait. Everything accepted ends once, nothing is decided twice, no line is lost or duplicated, and every
// process recovers by itself. The test runs with one server, and with three that keep three copies of everything: there
// the leader of the current stream is killed, the others elect another, and a read answered by a follower would be
// stale.
import { isTerminal } from '@dome/contracts';
import { evenRetry, eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, isPhase, jobEventsOf, terminalsOf } from '../e2e/chains.ts';
import { jobOf, openStage, submit } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { insist } from './crew.ts';
import { moment } from './dice.ts';
import { allFinished, approveWaiting, submitterOf } from './gated-runs.ts';
import { ShownLines, storedFaults, storedLines } from './logs.ts';
import { isOpen, runFaults, runsOf } from './runs.ts';

const ACK_WAIT_MS = 1_000;
const COUNTERS = ['count-node', 'count-process'];
const SKILLS = [...COUNTERS, 'tree-check', 'tree-fix', 'tree-pack', 'tree-promote'];
const RUN = 'broker-aaaaaaaa';
const LINES = 10;
const RUNS = 6;
/** Jobs that end before each kill. */
const JOBS_BETWEEN = 10;
/** What the daemons run at a time, and as many again that wait. */
const JOBS_OPEN = 24;
/** How long it is away, each time it is killed, and of which stream it is the leader. A cluster takes seconds to elect. */
const FALLS = {
  alone: [
    { awayMs: 0, leads: 'JOB_EVENTS' },
    { awayMs: 300, leads: 'SKILL_COMMANDS' },
    { awayMs: 2_500, leads: 'RUN_EVENTS' },
    { awayMs: 0, leads: 'JOB_EVENTS' },
  ],
  leader: [
    { awayMs: 0, leads: 'JOB_EVENTS' },
    { awayMs: 2_500, leads: 'SKILL_COMMANDS' },
  ],
} as const;
const BROKERS = [
  { broker: 'a broker', replicas: 1, falls: FALLS.alone },
  { broker: 'the leader of a cluster', replicas: 3, falls: FALLS.leader },
] as const;
const ENDED_MS = 60_000;
const TIMES = { timeout: 150_000 };
const RETRY = evenRetry(10, 50);

test.each(BROKERS)(
  '$broker that is killed and comes back loses and doubles nothing',
  TIMES,
  async ({ replicas, falls }) => {
    await using stage = await openStage({ skills: SKILLS, ackWaitMs: ACK_WAIT_MS, replicas });
    const planes = [
      await stage.daemon({ slots: 6 }),
      await stage.daemon({ slots: 6 }),
      await stage.control({ instance: 'dome-1' }),
      await stage.control({ instance: 'dome-2' }),
    ];
    const shown = new ShownLines();
    const isOver = Promise.withResolvers<void>();
    const reading = readLogs(stage, shown, isOver.promise);
    const falling = new AbortController();
    const submitting = submitWhile(stage, falling.signal);
    // They are awaited below; a test that fails earlier has reported enough.
    for (const going of [reading, submitting]) going.catch(() => undefined);
    const runIds = await submitRuns(stage);
    for (const { awayMs, leads } of falls) {
      const before = await progress(stage);
      const isInTheMiddle = async () => {
        const { ended, running } = await progress(stage);
        return ended >= before.ended + JOBS_BETWEEN && running > 0;
      };
      await eventually(isInTheMiddle, { timeoutMs: ENDED_MS });
      const server = await stage.planes.leaderOf(leads);
      await server.kill();
      await moment(awayMs);
      await server.start();
    }
    falling.abort();
    const keys = await submitting;
    await approveUntilFinished(stage, runIds);
    await untilEnded(stage, keys);
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
  },
);

/** If it waits in vain, the error shows the consumers, because nothing of them is left after the test. */
async function untilEnded(stage: Stage, keys: readonly string[]): Promise<void> {
  try {
    await eventually(async () => (await progress(stage)).ended >= keys.length, { timeoutMs: ENDED_MS });
    await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });
  } catch (cause) {
    const left = (await stage.raw.read('SKILL_COMMANDS')).map(({ sequence, subject }) => `${sequence} ${subject}`);
    const facts = {
      ...(await progress(stage)),
      of: keys.length,
      left,
      consumers: await stage.raw.consumers('SKILL_COMMANDS'),
    };
    throw new Error(`not all jobs ended: ${JSON.stringify(facts)}`, { cause });
  }
}

/**
 * Without a pause until the last kill, so that each kill meets jobs in every state, through a client unaware of restarts.
 */
async function submitWhile(stage: Stage, over: AbortSignal): Promise<string[]> {
  const keys: string[] = [];
  while (!over.aborted) {
    const key = `${RUN}_${keys.length}`;
    const skill = COUNTERS[keys.length % COUNTERS.length] ?? '';
    const input = { lines: LINES, seconds: 0.3 };
    await insist(() => submit(stage, jobOf({ skill, key, input, runId: RUN, more: { retry: RETRY } })), ENDED_MS);
    keys.push(key);
    const hasRoom = async () => over.aborted || keys.length - (await progress(stage)).ended < JOBS_OPEN;
    await eventually(hasRoom, { timeoutMs: ENDED_MS });
  }
  return keys;
}

async function submitRuns(stage: Stage): Promise<string[]> {
  const submitGated = await submitterOf(await stage.as('ada'), ENDED_MS);
  const runIds: string[] = [];
  for (let at = 0; at < RUNS; at++) runIds.push(await submitGated(`broker-${at}`));
  return runIds;
}

/** If it waits in vain, the error shows how far each open run came, and the consumers. */
async function approveUntilFinished(stage: Stage, runIds: readonly string[]): Promise<void> {
  const grace = await stage.as('grace');
  const approved = async (): Promise<boolean> => {
    await approveWaiting(grace, ENDED_MS);
    return allFinished(stage, runIds);
  };
  try {
    await eventually(approved, { timeoutMs: ENDED_MS, stepMs: 200 });
  } catch (cause) {
    const runs = runsOf(await stage.raw.read('RUN_EVENTS'));
    const open = [...runs].filter(([, chain]) => isOpen(chain));
    const facts = {
      open: open.map(([runId, chain]) => `${runId}: ${chain.map(({ phase }) => phase).join(' ')}`),
      consumers: await stage.raw.consumers('RUN_EVENTS'),
    };
    throw new Error(`not all runs finished: ${JSON.stringify(facts)}`, { cause });
  }
}

/** How many jobs have ended, and how many have begun and not ended. */
async function progress({ raw }: Stage): Promise<{ ended: number; running: number }> {
  const ended = new Set<string | undefined>();
  const started = new Set<string | undefined>();
  for (const subject of await raw.subjects('JOB_EVENTS', `dome.evt.job.*.${RUN}.>`)) {
    const [jobId, phase = ''] = subject.split('.').slice(-2);
    if (phase === 'started') started.add(jobId);
    else if (isPhase(phase) && isTerminal(phase)) ended.add(jobId);
  }
  return { ended: ended.size, running: [...started].filter((jobId) => !ended.has(jobId)).length };
}

async function readLogs({ runtime }: Stage, shown: ShownLines, until: Promise<void>): Promise<void> {
  for await (const step of runtime.followLogs({ runId: RUN }, { until })) shown.take(step);
}
