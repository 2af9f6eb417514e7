// One key is one job, whoever sends it and however often. What discovery does not know is refused before anything is
// stored, and the daemon refuses it again if it is sent straight to the command subject (L6, L7).
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sealEvent, structureDigest } from '@dome/contracts';
import type { SkillExecute } from '@dome/contracts';
import type { ExecuteRequest, RuntimeClient } from '@dome/client';
import { awaitTerminal, eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { chainsOf, dataOf, findingsOf, jobEventsOf, phasesOf } from './chains.ts';
import type { JobEvents } from './chains.ts';
import { jobOf, openStage, submit } from './stage.ts';
import type { Stage } from './stage.ts';

const DUPLICATE_WINDOW_MS = 500;
const SKILLS = ['echo', 'sleep', 'shell'];

const openJobsStage = async (): Promise<Stage> => {
  const stage = await openStage({
    skills: SKILLS,
    ackWaitMs: 3_000,
    duplicateWindowMs: DUPLICATE_WINDOW_MS,
  });
  await stage.daemon({ env: { DOME_DRIFT_GRACE: '0ms' } });
  return stage;
};

const echo = (key: string, text: string): ExecuteRequest => jobOf({ skill: 'echo', key, input: { text } });
const readEvents = async ({ raw }: Stage): Promise<JobEvents> => jobEventsOf(await raw.read('JOB_EVENTS'));
const STREAMS = ['SKILL_COMMANDS', 'JOB_EVENTS', 'JOB_LOGS', 'KV_domed_idempotency'];
const countAll = ({ raw }: Stage): Promise<number[]> => Promise.all(STREAMS.map((stream) => raw.count(stream)));
/** All that was sent is settled: nothing waits, and nobody will write anything more about it. */
const settled = (stage: Stage): Promise<unknown> =>
  eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });

/** A claim that is given up has run nothing: all output came from the attempt of that epoch. */
async function expectLogOnlyOf({ raw }: Stage, epoch: number | undefined): Promise<void> {
  const records = (await raw.read('JOB_LOGS')).map(dataOf);
  expect(records.length).toBeGreaterThan(0);
  expect(new Set(records.map((record) => record['epoch']))).toEqual(new Set([epoch]));
}

/** What a program without our client sends: the command, straight to its subject. */
async function sendStraight(
  stage: Stage,
  prepared: Awaited<ReturnType<RuntimeClient['prepare']>>,
  change: (command: SkillExecute) => Partial<SkillExecute>,
): Promise<SkillExecute> {
  const command = { ...prepared.command, ...change(prepared.command) };
  const id = `${command.jobId}.straight`;
  const payload = sealEvent({
    type: 'dev.dome.skill.execute.v1',
    id,
    source: '/dome/straight',
    subject: command.jobId,
    timeMs: Date.now(),
    runId: command.runId,
    data: command,
  });
  const answer = await stage.dome.request(prepared.subject, payload);
  expect(answer.json()).toMatchObject({ stream: 'SKILL_COMMANDS' });
  return command;
}

/** Correct digests, so that only the planted fault is wrong. */
function withDigest(command: SkillExecute): SkillExecute {
  const { skill, input } = command;
  return { ...command, requestDigest: structureDigest({ skill, inputDigest: structureDigest(input ?? {}) }) };
}

test('the same key twice is one job, inside and after the duplicate window of the broker', async () => {
  await using stage = await openJobsStage();
  const prepared = await stage.runtime.prepare(echo('one', 'hello'));
  const first = await stage.runtime.submit(prepared);
  expect(await stage.runtime.submit(prepared)).toEqual({ ...first, duplicate: true });
  const ended = await awaitTerminal(stage.runtime, first, { timeoutMs: 10_000 });
  expect(ended.event).toMatchObject({
    type: 'dev.dome.job.succeeded.v1',
    data: { output: { text: 'hello', times: 1 } },
  });

  const again = await eventually(async () => {
    const answer = await stage.runtime.submit(prepared);
    return answer.duplicate ? false : answer;
  });
  expect(again.sequence).toBeGreaterThan(first.sequence);
  // Without a message id the broker cannot recognize it, but the ledger does.
  await sendStraight(stage, prepared, () => ({}));
  await settled(stage);
  const events = await readEvents(stage);
  expect(phasesOf(events, 'one')).toEqual(['started', 'succeeded']);
  expect([events.chains.size, events.notes.length]).toEqual([1, 0]);
});

test('the same key for other work is refused, and the first job goes on untouched', async () => {
  await using stage = await openJobsStage();
  await using dir = await mkdtempDisposable(join(tmpdir(), 'dome-jobs-'));
  const go = join(dir.path, 'go');
  const script = `echo first; until [ -e '${go}' ]; do sleep 0.05; done; echo slept=well >>"$DOME_OUTPUT"`;
  const first = jobOf({ skill: 'shell', key: 'two', input: { script } });
  await submit(stage, first);
  await eventually(async () => phasesOf(await readEvents(stage), 'two').includes('started'));

  await submit(stage, { ...first, input: { script: 'true' } });
  await submit(stage, echo('two', 'on another skill'));
  await submit(stage, { ...first, runId: 'e2e-bbbbbbbb' });
  await eventually(async () => {
    const events = await readEvents(stage);
    expect(chainsOf(events, 'two').map((chain) => chain.at(-1)?.phase)).toEqual(['started', 'refused', 'refused']);
    expect(events.notes).toMatchObject([{ jobId: 'two', data: { problem: { code: 'IDEMPOTENCY_KEY_REUSED' } } }]);
  });

  await writeFile(go, '');
  const ended = await awaitTerminal(
    stage.runtime,
    { jobId: 'two', skill: 'shell', runId: first.runId },
    { timeoutMs: 10_000 },
  );
  expect(ended.event).toMatchObject({
    type: 'dev.dome.job.succeeded.v1',
    data: { output: { slept: 'well' }, attempt: 1 },
  });
  await settled(stage);
  const events = await readEvents(stage);
  const [own, onOtherSkill, inOtherRun] = chainsOf(events, 'two');
  expect(own?.map(({ phase }) => phase)).toEqual(['started', 'succeeded']);
  const reused = { result: 'error', problem: { code: 'IDEMPOTENCY_KEY_REUSED', retryable: false } };
  expect(onOtherSkill?.at(-1)?.data).toMatchObject(reused);
  expect(inOtherRun?.at(-1)?.data).toMatchObject(reused);
  await expectLogOnlyOf(stage, own?.[0]?.sequence);
  expect(findingsOf(events)).toEqual([]);
});

test('the same key for other work is refused after the end and after the duplicate window, too', async () => {
  await using stage = await openJobsStage();
  const { jobId } = await submit(stage, echo('three', 'first'));
  await awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 10_000 });
  await settled(stage);
  const before = chainsOf(await readEvents(stage), 'three');
  const windowEndsAt = Date.now() + DUPLICATE_WINDOW_MS;
  await eventually(() => Date.now() > windowEndsAt);

  await submit(stage, echo('three', 'second'));
  await sendStraight(stage, await stage.runtime.prepare(echo('three', 'third')), () => ({}));
  await submit(stage, jobOf({ skill: 'sleep', key: 'three', input: { seconds: 0 } }));
  await settled(stage);
  const events = await readEvents(stage);
  const [own, other] = chainsOf(events, 'three');
  expect(own).toEqual(before[0]);
  const note = { jobId: 'three', note: 'refused', data: { problem: { code: 'IDEMPOTENCY_KEY_REUSED' } } };
  expect(events.notes).toMatchObject([note, note]);
  expect(other?.at(-1)).toMatchObject({ phase: 'refused', data: { problem: { code: 'IDEMPOTENCY_KEY_REUSED' } } });
  await expectLogOnlyOf(stage, own?.[0]?.sequence);
  expect(findingsOf(events)).toEqual([]);
});

test('a request that discovery disagrees with is refused by its pointer before anything is stored', async () => {
  await using stage = await openJobsStage();
  const { descriptorDigest } = await stage.runtime.capabilities.get({ name: 'echo' });
  const before = await countAll(stage);
  const refusalOf = (request: Partial<ExecuteRequest>): Promise<unknown> =>
    stage.runtime.prepare({ ...echo('four', 'hello'), ...request }).then(
      () => 'it was not refused',
      (error: unknown) => error,
    );

  const wrongDigest = `sha256:${'0'.repeat(64)}`;
  expect(await refusalOf({ skill: { name: 'no-such-skill' } })).toMatchObject({
    code: 'CAPABILITY_MISSING',
    fields: { pointer: '/skill/name' },
  });
  expect(await refusalOf({ skill: { name: 'echo', version: '9.9.9', descriptorDigest } })).toMatchObject({
    code: 'CAPABILITY_MISSING',
    fields: { pointer: '/skill/version' },
  });
  expect(await refusalOf({ skill: { name: 'echo', version: '1.0.0', descriptorDigest: wrongDigest } })).toMatchObject({
    code: 'DESCRIPTOR_DRIFT',
    fields: { pointer: '/skill/descriptorDigest' },
  });
  expect(await refusalOf({ input: { text: 7 } })).toMatchObject({
    code: 'INPUT_INVALID',
    fields: { pointer: '/text' },
  });
  expect(await refusalOf({ input: {} })).toMatchObject({ code: 'INPUT_INVALID', fields: { pointer: '/text' } });
  expect(await refusalOf({ input: { text: 'a', more: 1 } })).toMatchObject({
    code: 'INPUT_INVALID',
    fields: { pointer: '/more' },
  });
  expect(await countAll(stage)).toEqual(before);
});

test('the same, sent straight to the command subject, is refused by the daemon with an event', async () => {
  await using stage = await openJobsStage();
  const send = async (key: string, change: (command: SkillExecute) => Partial<SkillExecute>): Promise<void> => {
    const prepared = await stage.runtime.prepare(echo(key, 'hello'));
    await sendStraight(stage, prepared, (command) => withDigest({ ...command, ...change(command) }));
  };
  await send('unknown', ({ skill }) => ({ skill: { ...skill, name: 'no-such-skill' } }));
  await send('version', ({ skill }) => ({ skill: { ...skill, version: '9.9.9' } }));
  await send('digest', ({ skill }) => ({ skill: { ...skill, descriptorDigest: `sha256:${'0'.repeat(64)}` } }));
  await send('invalid', () => ({ input: { text: 7 } }));
  await settled(stage);

  const events = await readEvents(stage);
  const refused = (jobId: string): unknown => chainsOf(events, jobId)[0]?.map(({ phase, data }) => ({ phase, data }));
  const refusal = (code: string, pointer: string): unknown => [
    { phase: 'refused', data: { result: 'error', problem: { code, pointer } } },
  ];
  expect(refused('unknown')).toMatchObject([refusal('CAPABILITY_MISSING', '/skill/name')].flat());
  expect(refused('version')).toMatchObject([refusal('CAPABILITY_MISSING', '/skill/version')].flat());
  expect(refused('digest')).toMatchObject([refusal('DESCRIPTOR_DRIFT', '/skill/descriptorDigest')].flat());
  expect(refused('invalid')).toMatchObject([refusal('INPUT_INVALID', '/input/text')].flat());
  expect(findingsOf(events)).toEqual([]);
  // The healthy job succeeds: none of this disturbed the daemon or its connection.
  const { jobId } = await submit(stage, echo('good', 'hello'));
  expect((await awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 10_000 })).event.type).toContain('succeeded');
});
