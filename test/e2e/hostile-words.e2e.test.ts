// The daemon that serves everyone reads what skills print and write. However expensive the output looks, its cost grows
// linearly with its length, in slices of the event loop: other jobs start once and succeed.
import { readFile } from 'node:fs/promises';

import { awaitTerminal } from '@dome/testkit';
import { expect, test } from 'vitest';

import { jobEventsOf } from './chains.ts';
import { expectUnharmed, neighboursOf } from './neighbours.ts';
import { jobOf, openStage, submit } from './stage.ts';

const NEIGHBOURS = 4;
const RSS_MAX_BYTES = 400 * 1_048_576;

const succeeded = { phase: 'succeeded' };
const outputInvalid = { phase: 'failed', data: { problem: { code: 'OUTPUT_INVALID' } } };

const ENDINGS: Readonly<Record<string, object>> = {
  blanks: succeeded,
  'blanks-of-a-command': succeeded,
  properties: succeeded,
  codes: succeeded,
  'no-line-end': { ...succeeded, data: { logs: { lines: 1 } } },
  'empty-lines': { ...succeeded, data: { logs: { lines: 16 * 65_000 } } },
  'no-utf8': { ...succeeded, data: { logs: { lines: 1 } } },
  annotations: succeeded,
  progress: succeeded,
  'many-masks': succeeded,
  'lines-under-masks': succeeded,
  'masks-among-lines': succeeded,
  'cut-under-a-mask': succeeded,
  'lines-of-a-mask': succeeded,
  'output-of-openings': outputInvalid,
  'output-of-many': succeeded,
  'output-that-is-large': outputInvalid,
  'summary-under-a-mask': { ...succeeded, data: { summary: '***' } },
};

test('whatever skills print and write affects only their own jobs', { timeout: 90_000 }, async () => {
  await using stage = await openStage({ skills: ['hostile-words', 'count-node', 'count-process'], ackWaitMs: 3_000 });
  const daemon = await stage.daemon({ slots: NEIGHBOURS + 6 });
  const hostile = Object.keys(ENDINGS).map((how) => ({ skill: 'hostile-words', key: how, input: { how } }));
  const neighbours = neighboursOf(NEIGHBOURS);
  for (const job of [...neighbours, ...hostile]) await submit(stage, jobOf(job));
  const jobIds = [...neighbours, ...hostile].map(({ key }) => key);
  await Promise.all(jobIds.map((jobId) => awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 75_000 })));
  const status = await readFile(`/proc/${daemon.pid}/status`, 'utf8');
  await daemon.stop();

  const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  expectUnharmed(events, { neighbours, hostile, endings: ENDINGS });
  const said = (await stage.raw.read('JOB_LOGS')).map(({ body }) => JSON.stringify(body));
  expect(said.filter((record) => record.includes('this must not be read'))).toEqual([]);
  expect(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024).toBeLessThan(RSS_MAX_BYTES);
});
