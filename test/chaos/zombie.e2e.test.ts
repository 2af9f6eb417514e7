// L7 against a daemon that is stalled for longer than the ack wait and then continues as if nothing had happened.
// Another daemon has taken over its jobs, so from the moment it wakes it must write nothing about them, settle nothing,
// and keep no other daemon from ending them. After that it works like any other daemon.
import { awaitTerminal, evenRetry, eventually } from '@dome/testkit';
import type { Daemon } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf, terminalsOf } from '../e2e/chains.ts';
import type { JobEvents } from '../e2e/chains.ts';
import { jobOf, openStage, submit } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { moment } from './dice.ts';

const ACK_WAIT_MS = 1_000;
const SKILLS = ['count-node', 'count-process'];
const RUN = 'zombie-aaaaaaaa';
const SECONDS = 4;
const JOBS = SKILLS.flatMap((skill) => [1, 2].map((at) => ({ skill, key: `${RUN}_${skill}_${at}` })));
const RETRY = evenRetry(3, 50);

/** When it wakes: while its own skills and those of its successor run, when its own have ended, or when all is over. */
const WAKINGS = [
  ['while both attempts run', async () => {}],
  ['when its own attempts have ended', () => moment(SECONDS * 1_000 - 1_500)],
  ['when its jobs are over', (stage: Stage) => untilEnded(stage)],
] as const;

test.each(WAKINGS)('a daemon that wakes %s changes nothing', { timeout: 60_000 }, async (_when, waitToWake) => {
  await using stage = await openStage({ skills: SKILLS, ackWaitMs: ACK_WAIT_MS });
  const zombie = await stage.daemon({ instance: 'domed-zombie' });
  const input = { lines: 20, seconds: SECONDS };
  for (const { skill, key } of JOBS) {
    await submit(stage, jobOf({ skill, key, input, runId: RUN, more: { retry: RETRY } }));
  }
  await eventually(async () => startsOf(await jobEvents(stage), zombie).length === JOBS.length);
  const heir = await stage.daemon({ instance: 'domed-heir' });
  await zombie.kill('SIGSTOP');
  await eventually(async () => startsOf(await jobEvents(stage), heir).length === JOBS.length, { timeoutMs: 15_000 });
  await waitToWake(stage);
  const wokenMs = Date.now();
  await zombie.kill('SIGCONT');
  await untilEnded(stage);
  await eventually(() => gaveUp(zombie) === JOBS.length, { timeoutMs: 10_000 });
  await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0);

  const events = await jobEvents(stage);
  expect(findingsOf(events)).toEqual([]);
  for (const { key } of JOBS) {
    const [chain = [], ...more] = chainsOf(events, key);
    expect(more).toEqual([]);
    expect(chain.map(({ phase }) => phase)).toEqual(['started', 'started', 'succeeded']);
    expect(terminalsOf(chain).map(({ attempt }) => attempt)).toEqual([2]);
  }
  expect(await writtenBy(stage, { instance: zombie.instance, afterMs: wokenMs })).toEqual([]);

  // It lost its jobs but not its place: it still serves.
  await heir.stop();
  const { jobId } = await submit(
    stage,
    jobOf({ skill: 'count-process', key: 'after', input: { lines: 2, seconds: 0 } }),
  );
  const end = await awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 10_000 });
  expect(end.event).toMatchObject({ source: `/domed/${zombie.instance}`, type: 'dev.dome.job.succeeded.v1' });
});

async function jobEvents(stage: Stage): Promise<JobEvents> {
  return jobEventsOf(await stage.raw.read('JOB_EVENTS'));
}

function startsOf({ chains }: JobEvents, { instance }: Daemon): unknown[] {
  return [...chains.values()]
    .flat()
    .filter(({ phase, data }) => phase === 'started' && (data['worker'] as { instance: string }).instance === instance);
}

async function untilEnded(stage: Stage): Promise<void> {
  await eventually(
    async () => {
      const events = await jobEvents(stage);
      return JOBS.every(({ key }) => chainsOf(events, key).flatMap(terminalsOf).length === 1);
    },
    { timeoutMs: 20_000 },
  );
}

/** Attempts that the daemon reports it gave up. */
function gaveUp({ log }: Daemon): number {
  return log.filter(({ msg }) => msg === 'attempt given up without a word').length;
}

/** Subjects that a daemon wrote to after the moment. */
async function writtenBy(stage: Stage, of: { instance: string; afterMs: number }): Promise<string[]> {
  const messages = [...(await stage.raw.read('JOB_EVENTS')), ...(await stage.raw.read('JOB_LOGS'))];
  return messages
    .filter(
      ({ timeMs, body }) => timeMs >= of.afterMs && (body as { source: string }).source === `/domed/${of.instance}`,
    )
    .map(({ subject, body }) => `${subject} ${JSON.stringify((body as { data: unknown }).data)}`);
}
