// After a restart the broker knows of a delivery only when its command was stored. Commands that had waited longer than
// an ack wait are redelivered at once although their attempts have just begun; the daemon that gets them leaves those
// attempts alone.
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf } from '../e2e/chains.ts';
import { jobOf, openStage } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';

/** The first heartbeat goes out after a third of it: later than a broker that has come back checks what is overdue. */
const ACK_WAIT_MS = 6_000;
const SKILLS = ['count-node', 'count-process'];
const RUN = 'young-aaaaaaaa';
const INPUT = { lines: 2, seconds: 4 };
const KEYS = Array.from({ length: 8 }, (_, at) => `${RUN}_${at}`);

test('an attempt that has just begun when the broker is killed is not taken over', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: SKILLS, ackWaitMs: ACK_WAIT_MS });
  const finding = await stage.daemon();
  const jobs = await Promise.all(
    KEYS.map((key, at) => stage.runtime.prepare(jobOf({ skill: SKILLS[at % 2] ?? '', key, input: INPUT, runId: RUN }))),
  );
  await finding.stop();
  for (const job of jobs) await stage.runtime.submit(job);
  const [oldest] = await stage.raw.read('SKILL_COMMANDS');
  await eventually(() => Date.now() - (oldest?.timeMs ?? Infinity) > ACK_WAIT_MS, { timeoutMs: 2 * ACK_WAIT_MS });
  for (let at = 0; at < 2; at += 1) await stage.daemon({ slots: KEYS.length });
  await eventually(async () => (await phases(stage)).every((phase) => phase === 'started'));
  const server = await stage.planes.leaderOf('JOB_EVENTS');
  await server.kill();
  await server.start();
  await eventually(async () => (await phases(stage)).every((phase) => phase === 'succeeded'), { timeoutMs: 30_000 });

  const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  expect(findingsOf(events)).toEqual([]);
  for (const key of KEYS) {
    expect(chainsOf(events, key).map((chain) => chain.map(({ phase }) => phase))).toEqual([['started', 'succeeded']]);
  }
});

/** Of each job the last one; 'none' for a job that has not begun. */
async function phases({ raw }: Stage): Promise<string[]> {
  const events = jobEventsOf(await raw.read('JOB_EVENTS'));
  return KEYS.map((key) => chainsOf(events, key)[0]?.at(-1)?.phase ?? 'none');
}
