// A misbehaving node skill affects only its own job: it blocks, exits, breaks or never ends, each job ends as
// docs/process-protocol.md says, and the daemon's heartbeats for other jobs continue throughout.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { awaitTerminal } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf } from './chains.ts';
import { jobOf, openStage, submit } from './stage.ts';

const ACK_WAIT_MS = 3_000;
const NEIGHBOURS = 20;
/** Longer than the timeout of the hostile ones and than two ack waits: a missed heartbeat becomes a take-over. */
const NEIGHBOUR_SECONDS = 7;

/** Each by what it does, as in the table "How a job ends" of the page. */
const HOSTILE = {
  'block-event-loop': 'the event loop is blocked',
  'never-settle': 'the promise never settles',
  'exit-zero': '`process.exit`',
  'throw-from-timer': 'such as from a timer',
} as const;
const hostileSkills = Object.keys(HOSTILE);

interface Ending {
  readonly phase: string;
  readonly clock?: string;
  readonly code: string;
}

/** The row of the page that says how such a job ends: `phase`, the clock if one ran out, and `code`. */
async function endingOf(what: string): Promise<Ending> {
  const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'process-protocol.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('|') && line.split('|')[1]?.includes(what) === true);
  const [, , phases = '', codes = ''] = rows[0]?.split('|') ?? [];
  const [phase = '', clock] = [...phases.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  const code = /`([A-Z_]+)`/.exec(codes)?.[1] ?? '';
  expect([rows.length, phase, code], `the page has one row about ${what}`).toEqual([
    1,
    expect.any(String),
    expect.stringMatching(/./),
  ]);
  return { phase, code, ...(phase === 'timed-out' && clock !== undefined ? { clock } : {}) };
}

test('hostile node skills end by their clocks while their neighbours succeed', async () => {
  await using stage = await openStage({
    skills: [...hostileSkills, 'count-node', 'count-process'],
    ackWaitMs: ACK_WAIT_MS,
  });
  const daemon = await stage.daemon({ slots: hostileSkills.length * 2 + NEIGHBOURS });
  const hostile = hostileSkills.flatMap((skill) => [`${skill}-a`, `${skill}-b`].map((key) => ({ skill, key })));
  const neighbours = Array.from({ length: NEIGHBOURS }, (_, at) => ({
    skill: at % 2 === 0 ? 'count-node' : 'count-process',
    key: `neighbour-${at}`,
    input: { seconds: NEIGHBOUR_SECONDS, lines: 10 },
  }));
  await Promise.all([
    ...hostile.map(({ skill, key }) => submit(stage, jobOf({ skill, key, input: {} }))),
    ...neighbours.map((job) => submit(stage, jobOf(job))),
  ]);
  const jobIds = [...hostile, ...neighbours].map(({ key }) => key);
  await Promise.all(jobIds.map((jobId) => awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 30_000 })));
  await daemon.stop();

  const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  expect(findingsOf(events)).toEqual([]);
  const startsOf = (jobId: string): number =>
    chainsOf(events, jobId)[0]?.filter(({ phase }) => phase === 'started').length ?? 0;
  expect(Object.fromEntries(jobIds.map((jobId) => [jobId, startsOf(jobId)]))).toEqual(
    Object.fromEntries(jobIds.map((jobId) => [jobId, 1])),
  );
  for (const [skill, what] of Object.entries(HOSTILE)) {
    const { phase, code, ...clock } = await endingOf(what);
    for (const key of [`${skill}-a`, `${skill}-b`]) {
      expect(chainsOf(events, key)[0]?.at(-1), key).toMatchObject({ phase, data: { ...clock, problem: { code } } });
    }
  }
  for (const { key } of neighbours) {
    expect(chainsOf(events, key)[0]?.at(-1), key).toMatchObject({ phase: 'succeeded', data: { logs: { lines: 10 } } });
  }
});
