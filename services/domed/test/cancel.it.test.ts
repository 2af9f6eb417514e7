import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, startStack } from './support/stack.ts';
import type { Daemon, Job, Stack } from './support/stack.ts';

let stack: Stack;
let daemon: Daemon;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-cancel-'));
  stack = await startStack({ skills: ['echo', 'shell'], ackWaitMs: 4_000 });
  daemon = await stack.daemon({ slots: 2 });
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const cancel = ({ skill, runId, jobId }: Job) =>
  stack.ask('runtimeJobCancel', { skill, runId, jobId, taskId: 'task', iteration: 1, reason: 'not needed', by });
const by = { user: 'ada', account: 'PEOPLE', attested: true };
const script = (text: string) => ({ skill: 'shell', input: { script: text } });

it('cancels a running job: the whole tree is gone, and the terminal says who asked', async () => {
  const job = await stack.send(script('echo up; sleep 60 & sleep 60'));
  // A signal that comes before the script runs hits only its launcher, and then the grace decides.
  await eventually(async () => expect(await stack.logs(job)).not.toEqual([]));
  expect(await cancel(job)).toMatchObject({ outcome: 'stopped_clean', phase: 'canceled' });
  const chain = await stack.ended(job);
  expect(faultsOf(chain)).toEqual([]);
  expect(dataOf(chain.at(-1))).toMatchObject({
    result: 'cancellation',
    outcome: 'stopped_clean',
    by,
    reason: 'not needed',
  });
  expect(await cancel(job)).toMatchObject({ outcome: 'stopped_clean' });
});

it('kills a skill that does not stop when asked, and reports it', async () => {
  const job = await stack.send(script("trap '' TERM; echo deaf; while true; do sleep 0.1; done"));
  await stack.reaches(job, 'started');
  await eventually(async () => expect(await stack.logs(job)).not.toEqual([]));
  expect(await cancel(job)).toMatchObject({ outcome: 'killed' });
  expect(faultsOf(await stack.ended(job))).toEqual([]);
});

it('cancels a job before its command is handled, so that it never starts', async () => {
  const job = { skill: 'shell', runId: 'run-early', jobId: `early-${crypto.randomUUID()}` };
  expect(await cancel(job)).toMatchObject({ outcome: 'not_started', phase: 'canceled' });
  await stack.send({ ...script('echo ran'), runId: job.runId, key: job.jobId });
  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['canceled']);
  expect(await stack.logs(job)).toEqual([]);
});

it('answers a cancel after the end with the outcome that came first', async () => {
  const job = await stack.send({ skill: 'echo', input: { text: 'x' } });
  await stack.ended(job);
  expect(await cancel(job)).toMatchObject({ outcome: 'finished_first', phase: 'succeeded' });
});

it('does not cancel a job under another chain than the ledger names', async () => {
  const job = await stack.send({ skill: 'echo', input: { text: 'x' } });
  const chain = await stack.ended(job);
  await expect(cancel({ ...job, runId: 'run-other' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await stack.chain(job)).toEqual(chain);
});

it('cancels a queued job while every slot is taken', async () => {
  const go = join(dir, 'go');
  const held = script(`until [ -e '${go}' ]; do sleep 0.05; done`);
  const busy = [await stack.send(held), await stack.send(held)];
  for (const job of busy) await stack.reaches(job, 'started');
  const job = await stack.send(script('echo ran'));
  expect(await cancel(job)).toMatchObject({ outcome: 'not_started' });
  await writeFile(go, '');
  for (const other of busy) expect(phasesOf(await stack.ended(other))).toEqual(['started', 'succeeded']);
  expect(phasesOf(await stack.chain(job))).toEqual(['canceled']);
});

it('ends a cancelled job whose daemon is dead, once another takes it over', async () => {
  await using victim = await stack.daemon({ slots: 1 });
  await daemon.kill('SIGTERM');
  const job = await stack.send(script('sleep 60'));
  await stack.reaches(job, 'started');
  const second = await stack.daemon({ slots: 2 });
  await victim.kill('SIGKILL');
  expect(await cancel(job)).toMatchObject({ outcome: 'pending', phase: 'started' });
  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'canceled']);
  expect(dataOf(chain.at(-1))).toMatchObject({ outcome: 'killed', by });
  expect(faultsOf(chain)).toEqual([]);
  expect(await second.kill('SIGTERM')).toBe(0);
});
