import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Provenance } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, startStack } from './support/stack.ts';
import type { Job, Stack } from './support/stack.ts';

let stack: Stack;
let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dome-locks-'));
  file = join(folder, 'journal');
  const skills = ['locked', 'locked-shared', 'locked-briefly', 'locked-twice', 'echo', 'shell'];
  stack = await startStack({ skills, ackWaitMs: 30_000 });
});
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const send = (seconds: number, skill = 'locked', lock = 'a'): Promise<Job> =>
  stack.send({ skill, input: { lock, file, seconds } });
const daemon = (slots = 4) => stack.daemon({ slots, env: { DOME_LOCK_LEASE: '3s' } });

interface Line {
  readonly what: string;
  readonly jobId: string;
  readonly token: number;
  readonly attempt: string;
}

function journal(): Line[] {
  const text = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).trim();
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const [what = '', jobId = '', token, attempt = ''] = line.split(' ');
    return { what, jobId, token: Number(token), attempt };
  });
}

const entered = (jobId: string): boolean => journal().some((line) => line.what === 'enter' && line.jobId === jobId);
const waits = async (job: Job): Promise<Record<string, unknown>> =>
  await eventually(async () => {
    const note = (await stack.notes(job)).find(({ subject }) => subject.endsWith('.waiting'));
    return note !== undefined && dataOf(note);
  });

it('runs jobs of one lock one after the other, in the order of asking, with growing tokens', async () => {
  await daemon();
  await daemon();
  const jobs: Job[] = [];
  for (let n = 0; n < 5; n += 1) jobs.push(await send(0.2));
  const chains = await Promise.all(jobs.map((job) => stack.ended(job, 25_000)));
  for (const chain of chains) {
    expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
    expect(faultsOf(chain)).toEqual([]);
  }
  const lines = journal();
  const tokens = lines.filter(({ what }) => what === 'enter').map(({ token }) => token);
  expect(tokens).toEqual([...new Set(tokens)].toSorted((a, b) => a - b));
  lines.forEach(({ what, jobId }, index) => {
    expect(what).toBe(index % 2 === 0 ? 'enter' : 'leave');
    if (what === 'leave') expect(lines[index - 1]?.jobId).toBe(jobId);
  });
  const outputs = chains.map((chain) => dataOf(chain.at(-1))['output']);
  expect(outputs).toContainEqual({ token: String(tokens[0]) });
  const records = chains
    .flatMap((chain) => (dataOf(chain.at(-1))['provenance'] as Provenance).locks ?? [])
    .toSorted((a, b) => a.token - b.token);
  expect(records.map(({ key, mode, token }) => ({ key, mode, token }))).toEqual(
    tokens.map((token) => ({ key: 'test:a', mode: 'exclusive', token })),
  );
  // The last one waited for the one before it at least, which worked for 200 ms.
  expect(records.at(-1)?.waitedMs).toBeGreaterThan(100);
});

it('lets a job wait without a slot, tells for whom it waits, and ends the wait when it is canceled', async () => {
  await daemon(2);
  const holder = await send(4);
  await eventually(() => entered(holder.jobId));
  const [second, third] = [await send(0), await send(0)];
  const told = { lock: 'test:a', mode: 'exclusive', heldBy: [{ jobId: holder.jobId, runId: holder.runId }] };
  expect([await waits(second), await waits(third)]).toMatchObject([
    { ...told, before: 0 },
    { ...told, before: 1 },
  ]);
  expect(phasesOf(await stack.chain(second))).toEqual([]);
  const { jobId } = third;
  expect(await stack.ask('runtimeJobGet', { jobId })).toMatchObject({
    state: 'queued-or-unknown',
    waitsFor: { ...told, before: 1 },
  });
  const cancel = { ...second, taskId: 'task', iteration: 1 };
  expect(await stack.ask('runtimeJobCancel', cancel)).toMatchObject({ outcome: 'not_started' });
  expect(await stack.ask('runtimeJobGet', { jobId })).toMatchObject({ waitsFor: { ...told, before: 0 } });
  expect(await stack.ask('runtimeJobGet', { jobId: second.jobId })).not.toHaveProperty('waitsFor');
  await stack.ended(holder);
  expect(phasesOf(await stack.ended(third))).toEqual(['started', 'succeeded']);
  expect(phasesOf(await stack.chain(second))).toEqual(['canceled']);
  expect(entered(second.jobId)).toBe(false);
});

it('tells of each lock that a job waits for in turn, and of none twice', async () => {
  await daemon(4);
  const [first, second] = [await send(60), await send(60, 'locked', 'b')];
  await eventually(() => [first, second].every(({ jobId }) => entered(jobId)));
  const both = await stack.send({ skill: 'locked-twice', input: { file } });
  const told = async () =>
    (await stack.notes(both)).filter(({ subject }) => subject.endsWith('.waiting')).map((note) => dataOf(note));
  const cancel = (job: Job) => stack.ask('runtimeJobCancel', { ...job, taskId: 'task', iteration: 1 });
  await eventually(async () => (await told()).length === 1);
  await cancel(first);
  await eventually(async () => (await told()).length === 2);
  await cancel(second);
  await stack.ended(both);
  expect(await told()).toMatchObject([
    { lock: 'test:a', heldBy: [{ jobId: first.jobId }] },
    { lock: 'test:b', heldBy: [{ jobId: second.jobId }] },
  ]);
});

it('does other work in the slot of a job that waits for a lock', async () => {
  const holding = await daemon(1);
  const holder = await send(60);
  await eventually(() => entered(holder.jobId));
  // Waits at the other daemon, whose only slot is free.
  await daemon(1);
  await waits(await send(0));
  const other = await stack.ended(await stack.send({ skill: 'echo', input: { text: 'meanwhile' } }), 5_000);
  expect(phasesOf(other)).toEqual(['started', 'succeeded']);
  expect(phasesOf(await stack.chain(holder))).toEqual(['started']);
  expect(holding.log.filter(({ level }) => level === 'error')).toEqual([]);
});

it('lets shared holders in together, and an exclusive one before the shared ones that ask later', async () => {
  await daemon();
  await daemon();
  const first = [await send(1.5, 'locked-shared'), await send(1.5, 'locked-shared')];
  await eventually(() => first.every(({ jobId }) => entered(jobId)));
  expect(journal().map(({ what }) => what)).toEqual(['enter', 'enter']);
  const exclusive = await send(0.1);
  await waits(exclusive);
  const late = await send(0.1, 'locked-shared');
  await waits(late);
  await Promise.all([...first, exclusive, late].map((job) => stack.ended(job)));
  const order = journal().map(({ what, jobId }) => `${what} ${jobId}`);
  expect(order.slice(-4)).toEqual([exclusive, late].flatMap(({ jobId }) => [`enter ${jobId}`, `leave ${jobId}`]));
});

it('runs as many jobs of one key together as their commands allow', async () => {
  await daemon(8);
  const script = `echo "enter $DOME_JOB $DOME_LOCK_1_TOKEN 1" >>${file}; sleep 1; echo "leave $DOME_JOB 0 1" >>${file}`;
  const over = { concurrency: { key: 'host:${input.host}', max: 2 } };
  const jobs = await Promise.all(
    Array.from({ length: 5 }, () => stack.send({ skill: 'shell', input: { script, host: 'one' }, over })),
  );
  await Promise.all(jobs.map((job) => stack.ended(job)));
  let [inside, most] = [0, 0];
  for (const { what } of journal()) {
    inside += what === 'enter' ? 1 : -1;
    most = Math.max(most, inside);
  }
  expect([most, inside]).toEqual([2, 0]);
  const notes = await Promise.all(jobs.map((job) => stack.notes(job)));
  expect(notes.flat().map((note) => dataOf(note))).toContainEqual(
    expect.objectContaining({ lock: 'host:one', mode: 'limited' }),
  );
});

it('ends a job that has waited for as long as its skill allows, and says for which lock', async () => {
  await daemon();
  const holder = await send(3);
  await eventually(() => entered(holder.jobId));
  const chain = await stack.ended(await send(0, 'locked-briefly'));
  expect(phasesOf(chain)).toEqual(['timed-out']);
  expect(dataOf(chain[0])).toMatchObject({ clock: 'queue', problem: { detail: expect.stringContaining('test:a') } });
});

it('lists locks, and breaks one: its attempt is killed and tried again behind those who waited', async () => {
  await daemon();
  const holder = await send(60);
  await eventually(() => entered(holder.jobId));
  const next = await send(0);
  await waits(next);
  const listed = await stack.ask('runtimeLockList', {});
  expect(listed).toMatchObject({
    locks: [
      {
        lock: 'test:a',
        holders: [{ jobId: holder.jobId, mode: 'exclusive', skill: 'locked' }],
        waiting: [{ jobId: next.jobId }],
      },
    ],
  });
  expect(await stack.ask('runtimeLockList', { runId: next.runId })).toEqual(listed);
  expect(await stack.ask('runtimeLockList', { runId: holder.runId })).toEqual({ locks: [] });
  const by = { user: 'grace', account: 'PEOPLE', attested: true };
  const taken = { lock: 'test:a', by, reason: 'the host is gone' };
  await expect(stack.ask('runtimeLockTake', { ...taken, jobId: next.jobId })).rejects.toThrow();
  expect(await stack.ask('runtimeLockTake', taken)).toMatchObject({ broken: [{ jobId: holder.jobId }] });
  await stack.ended(next);
  const note = (await stack.notes(holder)).find(({ subject }) => subject.endsWith('.lock-broken'));
  expect(dataOf(note)).toMatchObject({ lock: 'test:a', by, reason: 'the host is gone' });
  const chain = await stack.reaches(holder, 'started');
  expect(phasesOf(chain)).toEqual(['started', 'retrying', 'started']);
  expect(dataOf(chain[1])).toMatchObject({ counted: false, problem: { code: 'LOCK_CONFLICT' } });
});

it('passes the lock of a killed daemon on when its lease is over', async () => {
  const victim = await daemon();
  const holder = await send(60);
  await eventually(() => entered(holder.jobId));
  await daemon();
  const killedAt = performance.now();
  await victim.kill('SIGKILL');
  const next = await send(0);
  expect(phasesOf(await stack.ended(next, 10_000))).toEqual(['started', 'succeeded']);
  expect(performance.now() - killedAt).toBeLessThan(8_000);
  const tokens = journal().map(({ token }) => token);
  expect(tokens[1]).toBeGreaterThan(tokens[0] ?? Infinity);
});

it('kills the program of a daemon that is stopped for longer than its lease, before the next job enters', async () => {
  // Its only slot is taken, so whatever is sent later goes to the other.
  const stopped = await daemon(1);
  const holder = await send(60);
  await eventually(() => entered(holder.jobId));
  await daemon();
  const next = await send(0.1);
  await waits(next);
  process.kill(stopped.pid, 'SIGSTOP');
  await stack.ended(next, 15_000);
  process.kill(stopped.pid, 'SIGCONT');
  expect(journal().map(({ what, jobId }) => `${what} ${jobId}`)).toEqual([
    `enter ${holder.jobId}`,
    `enter ${next.jobId}`,
    `leave ${next.jobId}`,
  ]);
  // Nobody else has taken the job over: its own daemon writes what became of the attempt.
  await eventually(async () => (await stack.chain(holder)).length >= 3, { timeoutMs: 15_000 });
  const chain = await stack.chain(holder);
  expect(phasesOf(chain)).toEqual(['started', 'retrying', 'started']);
  expect(dataOf(chain[1])).toMatchObject({ counted: true, problem: { code: 'LOCK_CONFLICT', retryable: true } });
});
