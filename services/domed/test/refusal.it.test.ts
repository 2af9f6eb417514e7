import { jobIdFor, sha256Digest } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { dataOf, faultsOf, phasesOf, startStack } from './support/stack.ts';
import type { CommandSpec, Job, Seen, Stack } from './support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ skills: ['echo', 'shell', 'tree'] });
  await stack.daemon();
});
afterAll(() => stack[Symbol.asyncDispose]());

const key = (): string => `key-${crypto.randomUUID()}`;

async function refusalOf(spec: CommandSpec): Promise<Record<string, unknown>> {
  const chain = await stack.ended(await stack.send(spec));
  expect(phasesOf(chain)).toEqual(['refused']);
  expect(faultsOf(chain)).toEqual([]);
  return dataOf(chain[0]);
}

async function echoRef(): Promise<{ name: string; version: string; descriptorDigest: string }> {
  const { descriptor, descriptorDigest } = await stack.ask('runtimeCapabilityGet', { name: 'echo' });
  return { name: descriptor.name, version: descriptor.version, descriptorDigest };
}

it('refuses another version, another descriptor, another skill than the subject says, each at its pointer', async () => {
  const skill = await echoRef();
  const base = { skill: 'echo', input: { text: 'x' } };
  const refused = await Promise.all([
    refusalOf({ ...base, over: { skill: { ...skill, version: '9.9.9' } } }),
    refusalOf({ ...base, over: { skill: { ...skill, descriptorDigest: sha256Digest('other words') } } }),
    refusalOf({ ...base, subjectSkill: 'echo', over: { skill: { ...skill, name: 'nobody-has-it' } } }),
    refusalOf({ ...base, over: { requestDigest: sha256Digest('another request') } }),
    refusalOf({ ...base, over: { pool: 'elsewhere' } }),
  ]);
  expect(refused.map(({ problem }) => problem)).toMatchObject([
    { code: 'CAPABILITY_MISSING', pointer: '/skill/version' },
    { code: 'DESCRIPTOR_DRIFT', pointer: '/skill/descriptorDigest' },
    { code: 'CAPABILITY_MISSING', pointer: '/skill/name' },
    { code: 'INVALID_REQUEST', pointer: '/requestDigest' },
    { code: 'INVALID_REQUEST', pointer: '/pool' },
  ]);
});

it('refuses an input that the schema forbids, at the forbidden member', async () => {
  expect(await refusalOf({ skill: 'echo', input: {} })).toMatchObject({
    problem: { code: 'INPUT_INVALID', pointer: '/input/text' },
  });
  expect(await refusalOf({ skill: 'echo', input: { text: 'x', times: 0 } })).toMatchObject({
    problem: { code: 'INPUT_INVALID', pointer: '/input/times' },
  });
});

it('refuses a command without a workspace for a skill that needs one', async () => {
  expect(await refusalOf({ skill: 'tree', input: { script: 'true' } })).toMatchObject({
    problem: { code: 'WORKSPACE_MISSING', pointer: '/workspace' },
  });
});

it('runs one job for one key, however often it is sent', async () => {
  const same = { skill: 'echo', input: { text: 'once' }, key: key(), runId: 'run-twice' };
  const job = await stack.send(same);
  await stack.send(same);
  const chain = await stack.ended(job);
  // The broker's own window is left: another message id for the very same command.
  await stack.send({ ...same, over: { submittedBy: { user: 'grace', account: 'PEOPLE', attested: true } } });
  await settled();
  expect(await stack.chain(job)).toEqual(chain);
  expect(await stack.notes(job)).toEqual([]);
});

it('notes the refusal of other work under a key, and leaves the first job alone', async () => {
  const first = { skill: 'shell', input: { script: 'sleep 0.5' }, key: key(), runId: 'run-reuse' };
  const job = await stack.send(first);
  await stack.reaches(job, 'started');
  await stack.send({ ...first, input: { script: 'echo other work' } });
  const [note] = await noted(job);
  expect(dataOf(note)).toMatchObject({ problem: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  const chain = await stack.ended(job);
  expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
  await stack.send({ ...first, input: { script: 'echo other work again' } });
  await eventually(async () => expect(await stack.notes(job)).toHaveLength(2));
  expect(await stack.chain(job)).toEqual(chain);
});

it('refuses a key of another skill on the chain of that other skill', async () => {
  const shared = key();
  const job = await stack.send({ skill: 'echo', input: { text: 'first' }, key: shared, runId: 'run-one' });
  const chain = await stack.ended(job);
  const second = await stack.ended(
    await stack.send({ skill: 'shell', input: { script: 'true' }, key: shared, runId: 'run-two' }),
  );
  expect(dataOf(second.at(-1))).toMatchObject({ problem: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  expect(phasesOf(second).at(-1)).toBe('refused');
  expect(faultsOf(second)).toEqual([]);
  expect(await stack.chain(job)).toEqual(chain);
});

it('parks an unreadable message under its sequence', async () => {
  const bytes = [new TextEncoder().encode('{"not": "an event"}'), new Uint8Array([255, 254, 0])];
  for (const payload of bytes) {
    const sequence = await stack.sendBytes('echo', payload);
    const job = { skill: 'echo', runId: 'none', jobId: jobIdFor(`cmd-${sequence}`) };
    const chain = await stack.ended(job);
    expect(phasesOf(chain)).toEqual(['parked']);
    expect(dataOf(chain[0])).toMatchObject({
      result: 'error',
      commandSequence: sequence,
      problem: { code: 'INVALID_REQUEST' },
    });
  }
});

it('parks a command whose job id is not that of its key: it may be a stranger’s', async () => {
  const victim = await stack.send({ skill: 'echo', input: { text: 'mine' } });
  const chain = await stack.ended(victim);
  await stack.send({ skill: 'echo', input: { text: 'x' }, runId: victim.runId, over: { jobId: victim.jobId } });
  await settled();
  expect(await stack.chain(victim)).toEqual(chain);
});

async function noted(job: Job): Promise<Seen[]> {
  return eventually(async () => {
    const notes = await stack.notes(job);
    return notes.length > 0 && notes;
  }).then((notes) => notes || []);
}

/** Every command was acked: the work queue is empty. */
async function settled(): Promise<void> {
  const provisioner = await stack.server.connectAs('domed-provisioner');
  await eventually(async () => {
    const reply = await provisioner.request('$JS.API.STREAM.INFO.SKILL_COMMANDS');
    return reply.json<{ state: { messages: number } }>().state.messages === 0;
  });
  await provisioner.close();
}
