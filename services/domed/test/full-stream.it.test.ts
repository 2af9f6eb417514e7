import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { STREAMS } from '@dome/contracts';
import type { HealthCheck } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, setStream, startStack } from './support/stack.ts';
import type { Stack } from './support/stack.ts';

/** Like a stream that has reached its size: it takes nothing, and loses nothing. */
async function setLimit(stack: Stack, messagesMax: number | 'as it is'): Promise<void> {
  const { messages } = await setStream(stack, STREAMS.JOB_EVENTS, {});
  await setStream(stack, STREAMS.JOB_EVENTS, { max_msgs: messagesMax === 'as it is' ? messages : messagesMax });
}

/** What health reports of it: a stack of the tests has more skills than durables, and is never fully healthy. */
async function spaceOf(stack: Stack): Promise<HealthCheck | undefined> {
  return (await stack.ask('runtimeHealth', {})).checks.find(({ name }) => name === 'space');
}

it('keeps the end of a job until its stream has room, and does not run the job again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-full-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(dir, { recursive: true }));
  const stack = cleanup.use(await startStack({ skills: ['shell'], ackWaitMs: 1_000 }));
  const daemon = await stack.daemon();
  const script = `cd '${dir}' && echo ran >>ran && until [ -e go ]; do sleep 0.05; done`;
  const job = await stack.send({ skill: 'shell', input: { script } });
  await stack.reaches(job, 'started');

  await setLimit(stack, 'as it is');
  await writeFile(join(dir, 'go'), '');
  // Three waits are longer than the ack wait: the heartbeats continue meanwhile.
  const waits = (): number => daemon.log.filter(({ msg }) => msg === waitsForRoom).length;
  await eventually(() => waits() >= 3);
  expect(phasesOf(await stack.chain(job))).toEqual(['started']);
  // Callers get the error, and nothing starts that could not end.
  const full = await stack.ask('runtimeHealth', {});
  expect(full.status).toBe('degraded');
  expect(full.space?.find(({ name }) => name === STREAMS.JOB_EVENTS)?.state).toBe('full');
  expect(await spaceOf(stack)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^OUT_OF_SPACE: JOB_EVENTS /),
  });
  const late = await stack.send({ skill: 'shell', input: { script: 'true' } });
  await eventually(() => waits() >= 5, { timeoutMs: 20_000 });
  expect(phasesOf(await stack.chain(late))).toEqual([]);
  await setLimit(stack, -1);

  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  expect(faultsOf(chain)).toEqual([]);
  expect(await readFile(join(dir, 'ran'), 'utf8')).toBe('ran\n');
  expect(phasesOf(await stack.ended(late))).toEqual(['started', 'succeeded']);
  await eventually(async () => expect(await spaceOf(stack)).toMatchObject({ ok: true }), { timeoutMs: 20_000 });
  // Once for each crossing, up and down.
  const told = daemon.log.filter(({ stream }) => stream === STREAMS.JOB_EVENTS).map(({ msg }) => msg);
  expect(told).toEqual(['a stream has little room', 'a stream has room again']);
});

it('lets a daemon end even if the end of a job cannot be stored', async () => {
  await using stack = await startStack({ skills: ['shell'], ackWaitMs: 1_000 });
  const daemon = await stack.daemon();
  const job = await stack.send({ skill: 'shell', input: { script: 'sleep 0.5' } });
  await stack.reaches(job, 'started');
  await setLimit(stack, 'as it is');
  await eventually(() => daemon.log.some(({ msg }) => msg === waitsForRoom));
  expect(await daemon.kill('SIGTERM')).toBe(0);
  await setLimit(stack, -1);
  await stack.daemon();
  const chain = await stack.ended(job);
  expect([phasesOf(chain), faultsOf(chain)]).toEqual([['started', 'started', 'succeeded'], []]);
});

it.each([
  ['the store of artifacts', 'OBJ_domed_artifacts'],
  ['the ledger', 'KV_domed_idempotency'],
])('reports that %s is full, and continues when there is space', async (_what, stream) => {
  await using stack = await startStack({ skills: ['shell'] });
  const daemon = await stack.daemon();
  const ran = await stack.send({ skill: 'shell', input: { script: 'echo "{}" >"$DOME_ARTIFACTS/report.json"' } });
  expect(phasesOf(await stack.ended(ran))).toEqual(['started', 'succeeded']);
  const { messages } = await setStream(stack, stream, {});
  await setStream(stack, stream, { max_msgs: messages });
  // Nothing was written: the figures alone show it.
  await eventually(async () => expect(await spaceOf(stack)).toMatchObject({ ok: false }), { timeoutMs: 10_000 });
  const job = await stack.send({ skill: 'shell', input: { script: 'true' } });
  if (stream.startsWith('OBJ_')) {
    await expect(stack.ask('runtimeArtifactPut', { size: 10 })).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });
    expect(phasesOf(await stack.ended(job)), 'a job without files needs no room').toEqual(['started', 'succeeded']);
    const script = 'echo "{}{}" >"$DOME_ARTIFACTS/report.json"; exit 0';
    const retried = await stack.reaches(await stack.send({ skill: 'shell', input: { script } }), 'retrying');
    expect(dataOf(retried.at(-1))).toMatchObject({ problem: { code: 'OUT_OF_SPACE' } });
  }
  await setStream(stack, stream, { max_msgs: -1 });
  // A command that was on its way when the ledger became full may have started without its entry.
  const chain = await stack.ended(job);
  expect([phasesOf(chain).at(-1), faultsOf(chain)]).toEqual(['succeeded', []]);
  await eventually(async () => expect(await spaceOf(stack)).toMatchObject({ ok: true }), { timeoutMs: 20_000 });
  expect(daemon.log.filter(({ msg }) => msg === 'a stream has little room')).toHaveLength(1);
});

const waitsForRoom = 'the end of an attempt waits for room in its stream';
