// A skill's code can find the descriptor between the daemon and its runner, and write to it. Whatever it sends there
// affects only its own job: the daemon lives, its memory is bounded, and its neighbours start once and succeed.
import { readFile } from 'node:fs/promises';

import { awaitTerminal } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, jobEventsOf } from './chains.ts';
import { expectUnharmed, neighboursOf } from './neighbours.ts';
import { jobOf, openStage, submit } from './stage.ts';

const NEIGHBOURS = 6;
const RSS_MAX_BYTES = 400 * 1_048_576;

const breach = (detail: string) => ({ phase: 'failed', data: { problem: { code: 'RUNNER_EXITED', detail } } });
const noMessage = breach('the runner sent something that is not a runner message and was killed');
const tooMany = breach('the runner sent more messages than a runner has to say and was killed');
const failed = (code: string) => ({ phase: 'failed', data: { problem: { code } } });
const succeeded = (output: object) => ({ phase: 'succeeded', data: { output } });

const ENDINGS: Readonly<Record<string, object>> = {
  null: noMessage,
  number: noMessage,
  list: noMessage,
  'no-json': noMessage,
  bytes: noMessage,
  'empty-lines': noMessage,
  'half-a-frame-then-another': noMessage,
  'no-line-end': breach('the runner sent a message of more than 1048576 bytes and was killed'),
  flood: tooMany,
  'flood-of-large-ones': tooMany,
  'ready-again': breach('the runner sent "ready" out of its time and was killed'),
  'unknown-type': noMessage,
  'crashed-without-words': noMessage,
  'verdict-of-nobody': noMessage,
  'verdict-of-another': breach('the runner sent "ended" out of its time and was killed'),
  'crash-of-another': breach('the runner sent "crashed" out of its time and was killed'),
  'verdict-of-no-kind': noMessage,
  'verdict-without-text': noMessage,
  'verdict-with-a-number': noMessage,
  'verdict-of-a-prototype': noMessage,
  'verdict-too-deep': noMessage,
  'by-a-grandchild': noMessage,
  send: {
    phase: 'failed',
    data: { problem: { detail: expect.stringContaining('TypeError: process.send is not a function') } },
  },
  'forged-verdict-alone': { phase: 'timed-out', data: { clock: 'execution' } },
  // A skill that can send it could also have returned it.
  'forged-verdict': succeeded({ text: 'forged' }),
  'forged-verdict-of-no-kind': noMessage,
  'forged-output-too-deep': failed('OUTPUT_INVALID'),
  'forged-output-of-a-prototype': failed('OUTPUT_INVALID'),
  'forged-output-no-json': failed('OUTPUT_INVALID'),
  close: failed('RUNNER_EXITED'),
  'is-heir': succeeded({ text: '0 undefined' }),
  'throw-without-text': failed('SKILL_FAILED'),
  'throw-that-throws': failed('SKILL_FAILED'),
};

/** It sends when its runner may have another job of the skill, so it comes last. */
const LAST = { how: 'after-the-verdict', ending: succeeded({ text: 'left something' }) };

async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

test(
  'whatever a node skill sends on the channel of its runner affects only that job',
  { timeout: 90_000 },
  async () => {
    await using stage = await openStage({
      skills: ['hostile-channel', 'count-node', 'count-process'],
      ackWaitMs: 5_000,
    });
    const hows = Object.keys(ENDINGS);
    const daemon = await stage.daemon({ slots: NEIGHBOURS + 6 });
    const hostile = hows.map((how) => ({ skill: 'hostile-channel', key: how, input: { how } }));
    const neighbours = neighboursOf(NEIGHBOURS);
    for (const job of [...neighbours, ...hostile]) await submit(stage, jobOf(job));
    const jobIds = [...neighbours, ...hostile].map(({ key }) => key);
    await Promise.all(jobIds.map((jobId) => awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 60_000 })));
    await submit(stage, jobOf({ skill: 'hostile-channel', key: LAST.how, input: { how: LAST.how } }));
    await awaitTerminal(stage.runtime, { jobId: LAST.how }, { timeoutMs: 10_000 });
    const rssMaxBytes = await rssOf(daemon.pid);
    await daemon.stop();

    const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
    expectUnharmed(events, { neighbours, hostile, endings: ENDINGS });
    expect(chainsOf(events, LAST.how)[0]?.at(-1)).toMatchObject(LAST.ending);
    expect(rssMaxBytes).toBeLessThan(RSS_MAX_BYTES);
  },
);
