import { createHash } from 'node:crypto';

import { packDirectory } from '@dome/archive';
import { sha256Digest, structureDigest } from '@dome/contracts';
import { evenRetry } from '@dome/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { dataOf, faultsOf, fixtures, phasesOf, startStack } from './support/stack.ts';
import type { Daemon, Seen, Stack } from './support/stack.ts';

let stack: Stack;
let daemon: Daemon;
const chains: Seen[][] = [];

beforeAll(async () => {
  stack = await startStack({ skills: ['echo', 'shell', 'flaky', 'noisy', 'speak', 'speak-inside', 'tree'] });
  daemon = await stack.daemon();
});
afterAll(() => stack[Symbol.asyncDispose]());
afterEach(() => {
  for (const chain of chains.splice(0)) expect(faultsOf(chain)).toEqual([]);
});

async function ended(job: Parameters<Stack['ended']>[0]): Promise<Seen[]> {
  const chain = await stack.ended(job);
  chains.push(chain);
  return chain;
}

const script = (text: string) => ({ skill: 'shell', input: { script: text } });

it('runs a job to its terminal, with a provenance record that names what ran', async () => {
  const job = await stack.send({ skill: 'echo', input: { text: 'hello' } });
  const chain = await ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  const [started, succeeded] = chain.map(dataOf);
  expect(started).toMatchObject({ attempt: 1, counted: true, worker: { instance: daemon.instance } });
  expect(succeeded).toMatchObject({
    result: 'success',
    output: { text: 'hello', times: 1 },
    epoch: chain[0]?.sequence,
    provenance: {
      inputDigest: structureDigest({ text: 'hello' }),
      outputDigest: structureDigest({ text: 'hello', times: 1 }),
      builder: { instance: daemon.instance },
      attempts: [{ attempt: 1, epoch: chain[0]?.sequence, instance: daemon.instance }],
    },
  });
});

it('records which guard held the job, and at its start what readers of the first version know of it', async () => {
  const guard = daemon.log.find(({ msg }) => msg === 'domed is ready')?.['guard'];
  const [started, succeeded] = (await ended(await stack.send(script('true')))).map(dataOf);
  expect(succeeded).toMatchObject({ result: 'success', provenance: { guard } });
  const isConfined = guard === 'mount-namespace';
  expect(started).toMatchObject({ worker: { guard: isConfined ? 'pid-namespace' : guard } });
  expect(started?.['worker']).toEqual(
    isConfined ? expect.objectContaining({ confined: true }) : expect.not.objectContaining({ confined: true }),
  );
});

it('names the log in the terminal: each line once, in order, and an end marker that was durable first', async () => {
  const job = await stack.send({ skill: 'noisy', input: { lines: 500 } });
  const terminal = dataOf((await ended(job)).at(-1));
  const records = await stack.logs(job);
  const end = records.at(-1);
  const lines = records.flatMap(({ event }) =>
    event.type === 'dev.dome.job.log.v1'
      ? event.data.text.split('\n').map((text, at) => ({ number: event.data.firstLine + at, text }))
      : [],
  );
  expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
  const digest = `sha256:${createHash('sha256')
    .update(lines.map(({ text }) => `${text}\n`).join(''))
    .digest('hex')}`;
  expect(dataOf(end)).toMatchObject({ lines: 500, digest });
  expect(terminal).toMatchObject({ logs: { lines: 500, digest, endSequence: end?.sequence } });
});

it('tells apart a check that failed, a skill that broke, and a skip', async () => {
  const jobs = await Promise.all(['exit 1', 'exit 3', 'exit 78'].map((text) => stack.send(script(text))));
  const [no, broke, skip] = await Promise.all(jobs.map(ended));
  expect(dataOf(no?.at(-1))).toMatchObject({ result: 'failure', exit: { code: 1 }, problem: { code: 'SKILL_FAILED' } });
  expect(dataOf(broke?.at(-1))).toMatchObject({ result: 'error', exit: { code: 3 } });
  expect(phasesOf(skip ?? [])).toEqual(['started', 'succeeded']);
  expect(dataOf(skip?.at(-1))).toMatchObject({ result: 'skip' });
});

it('retries a temporary failure until it passes', async () => {
  const chain = await ended(await stack.send({ skill: 'flaky', input: { succeedsAt: 3 } }));
  expect(phasesOf(chain)).toEqual(['started', 'retrying', 'started', 'retrying', 'started', 'succeeded']);
  const attempts = chain.flatMap(({ event }) =>
    event.type === 'dev.dome.job.succeeded.v1' ? event.data.provenance.attempts : [],
  );
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

it('gives up after the last attempt', async () => {
  const retry = evenRetry(2, 10);
  const chain = await ended(await stack.send({ skill: 'flaky', input: { succeedsAt: 9 }, over: { retry } }));
  expect(phasesOf(chain)).toEqual(['started', 'retrying', 'started', 'failed']);
  expect(dataOf(chain.at(-1))).toMatchObject({ result: 'error', problem: { code: 'SKILL_FAILED' } });
});

it('ends a job by its clock', async () => {
  const timeouts = { queueMs: 10_000, executionMs: 300, heartbeatMs: 10_000, totalMs: 20_000 };
  const chain = await ended(await stack.send({ ...script('sleep 30'), over: { timeouts } }));
  expect(dataOf(chain.at(-1))).toMatchObject({ result: 'timeout', clock: 'execution', problem: { code: 'TIMEOUT' } });
});

it('does not start a job that waited too long', async () => {
  const chain = await ended(
    await stack.send({ ...script('true'), over: { notAfter: new Date(Date.now() - 1_000).toISOString() } }),
  );
  expect(phasesOf(chain)).toEqual(['timed-out']);
  expect(dataOf(chain[0])).toMatchObject({ result: 'timeout', clock: 'queue' });
});

it('runs node skills in a runner and in its own process', async () => {
  const jobs = [
    await stack.send({ skill: 'speak', input: { lines: 3 } }),
    await stack.send({ skill: 'speak-inside', input: { lines: 0 } }),
  ];
  const [outside, inside] = (await Promise.all(jobs.map(ended))).map((chain) => dataOf(chain.at(-1)));
  expect(outside).toMatchObject({ result: 'success', logs: { lines: 3 } });
  expect(inside).toMatchObject({ result: 'success', output: { pid: daemon.pid }, provenance: { guard: 'none' } });
});

it('stores an artifact under its digest, and returns it through the service', async () => {
  const text = '{"found":3}';
  const chain = await ended(await stack.send(script(`printf '${text}' > "$DOME_ARTIFACTS/report.json"`)));
  const digest = sha256Digest(text);
  expect(dataOf(chain.at(-1))).toMatchObject({ artifacts: [{ name: 'report', digest, size: text.length }] });
  expect(Buffer.from(await stack.ask('runtimeArtifactGet', { digest, offset: 2 })).toString()).toBe(text.slice(2));
});

it('places a workspace by digest, and returns the tree that the skill left', async () => {
  const packed = await packDirectory(`${fixtures}/echo`, { include: 'all' });
  const { upload, instance } = await stack.ask('runtimeArtifactPut', { size: packed.size });
  await stack.upload({ upload, instance }, packed.bytes);
  const workspace = { digest: packed.digest, size: packed.size };
  const chain = await ended(
    await stack.send({
      skill: 'tree',
      input: { script: 'test -f skill.yaml && echo new > new.txt' },
      over: { workspace },
    }),
  );
  const terminal = dataOf(chain.at(-1));
  expect(terminal).toMatchObject({ result: 'success', provenance: { materials: [{ digest: packed.digest }] } });
  const { digest } = terminal['workspace'] as { digest: string };
  expect(digest).not.toBe(packed.digest);
  expect((await stack.ask('runtimeArtifactGet', { digest })).byteLength).toBeGreaterThan(0);
});

it('names the missing workspace', async () => {
  const workspace = { digest: sha256Digest('nobody stored this'), size: 1 };
  const chain = await ended(await stack.send({ skill: 'tree', input: { script: 'true' }, over: { workspace } }));
  expect(dataOf(chain.at(-1))).toMatchObject({ result: 'error', problem: { code: 'WORKSPACE_MISSING' } });
});

it('answers for the whole fleet: capabilities, descriptors, jobs, health', async () => {
  const { capabilities } = await stack.ask('runtimeCapabilityList', { limit: 500 });
  expect(capabilities.map(({ name }) => name)).toEqual([
    'echo',
    'flaky',
    'noisy',
    'shell',
    'speak-inside',
    'speak',
    'tree',
  ]);
  const page = await stack.ask('runtimeCapabilityList', { limit: 2 });
  expect(page.capabilities).toHaveLength(2);
  const next = await stack.ask('runtimeCapabilityList', { limit: 2, after: page.next ?? '' });
  expect(next.capabilities[0]?.name).toBe('noisy');
  const { descriptor, descriptorDigest } = await stack.ask('runtimeCapabilityGet', { name: 'echo', range: '^1' });
  expect(structureDigest(descriptor)).toBe(descriptorDigest);
  await expect(stack.ask('runtimeCapabilityGet', { name: 'echo', range: '^9' })).rejects.toMatchObject({
    code: 'CAPABILITY_MISSING',
  });
  const health = await stack.ask('runtimeHealth', {});
  expect(health).toMatchObject({ status: 'degraded', instance: daemon.instance, counts: { slots: 4 } });
  expect(health).toMatchObject({
    eventLoop: { over250Ms: expect.any(Number) },
    memory: { rssBytes: expect.any(Number) },
  });
  const job = await stack.send({ skill: 'echo', input: { text: 'x' } });
  await ended(job);
  const { jobId } = job;
  expect(await stack.ask('runtimeJobGet', { jobId })).toMatchObject({
    state: 'succeeded',
    skill: 'echo',
    terminal: { output: { text: 'x' } },
  });
  expect(await stack.ask('runtimeJobGet', { jobId: 'nobody' })).toMatchObject({
    state: 'queued-or-unknown',
    chain: [],
  });
});
