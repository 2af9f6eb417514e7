// The real planes send every message that the contract declares, and each is heard: a message that nobody sends is either
// dead or untested. The tap's only findings are those planted to provoke the rarest messages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import type { ControlClient } from '@dome/client';
import { filters } from '@dome/contracts';
import { awaitTerminal, eventually, startWireTap } from '@dome/testkit';
import { expect, test } from 'vitest';

import { hasSpoken, jobOf, LAW, openStage, PLANS, submit } from './stage.ts';
import type { Stage } from './stage.ts';

const SKILLS = [
  'echo',
  'flaky',
  'locked',
  'sleep',
  'never-settle',
  'tree-check',
  'tree-fix',
  'tree-pack',
  'tree-promote',
];
const document = (name: string): Promise<string> => readFile(join(PLANS, name), 'utf8');

test(
  'every declared message is heard, and only what was planted breaks the contract',
  { timeout: 90_000 },
  async () => {
    await using stage = await openStage({ skills: SKILLS, ackWaitMs: 3_000 });
    await using tap = await startWireTap(stage.planes);
    const planes = [await stage.daemon(), await stage.control()];
    const ada = await stage.as('ada');
    const grace = await stage.as('grace');

    await provokeJobs(stage);
    const planted = await plantGarbage(stage);
    await brokenLock(stage, grace);
    await approvedRun(ada, grace);
    await expiredRun(ada, grace);
    await canceledRun(stage, ada);
    await askEverything(stage, ada);
    await watchFleet(await stage.as('view'));
    await changeLaw(ada, grace);
    await drainVersion(ada, grace);
    await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });
    for (const plane of planes) await plane.stop();

    const { findings, unseen } = await tap.report({ ended: true });
    expect(unseen).toEqual([]);
    expect(findings.filter((finding) => !finding.includes(planted))).toEqual([]);
    expect(findings.filter((finding) => finding.includes(planted)).length).toBeGreaterThan(0);
  },
);

/** A terminal of each kind, a retry, and notes. */
async function provokeJobs(stage: Stage): Promise<void> {
  const { runtime } = stage;
  const end = (jobId: string): Promise<unknown> => awaitTerminal(runtime, { jobId }, { timeoutMs: 20_000 });
  await submit(stage, jobOf({ skill: 'flaky', key: 'second-try', input: { succeedsAt: 2 } }));
  await submit(
    stage,
    jobOf({ skill: 'never-settle', key: 'too-long', input: {}, more: { timeouts: { executionMs: 300 } } }),
  );
  await submit(stage, jobOf({ skill: 'echo', key: 'twice', input: { text: 'first' } }));
  await end('twice');
  // The same key for other work: a note on its own chain, a refusal on another.
  await submit(stage, jobOf({ skill: 'echo', key: 'twice', input: { text: 'second' } }));
  await submit(stage, jobOf({ skill: 'echo', key: 'too-long', input: { text: 'on another chain' } }));
  await submit(stage, jobOf({ skill: 'sleep', key: 'stopped', input: { seconds: 60 } }));
  await hasSpoken(stage, 'stopped');
  const job = { skill: 'sleep', runId: 'e2e-aaaaaaaa', jobId: 'stopped', taskId: 'task', iteration: 1 };
  expect(await runtime.jobs.cancel(job)).toMatchObject({ outcome: 'stopped_clean' });
  await Promise.all(['second-try', 'too-long', 'stopped'].map(end));
}

/** A job waits for a lock, until it is broken. */
async function brokenLock(stage: Stage, grace: ControlClient): Promise<void> {
  const { runtime } = stage;
  const lock = 'test:coverage';
  const send = (key: string, seconds: number): Promise<unknown> =>
    submit(stage, jobOf({ skill: 'locked', key, input: { lock: 'coverage', file: '/dev/null', seconds } }));
  const holders = async (): Promise<string[]> =>
    ((await grace.locks.list({ lock })).locks[0]?.holders ?? []).map(({ jobId }) => jobId);
  await send('holds', 60);
  await eventually(async () => (await holders()).includes('holds'));
  await send('waits', 0);
  await eventually(async () => (await grace.locks.list()).locks[0]?.waiting.length === 1);
  expect(await grace.locks.break({ lock, reason: 'enough' })).toMatchObject({ broken: [{ jobId: 'holds' }] });
  await awaitTerminal(runtime, { jobId: 'waits' }, { timeoutMs: 20_000 });
  const job = { skill: 'locked', runId: 'e2e-aaaaaaaa', jobId: 'holds', taskId: 'task', iteration: 1 };
  await runtime.jobs.cancel(job);
  await awaitTerminal(runtime, { jobId: 'holds' }, { timeoutMs: 20_000 });
}

/** A message that no client of ours would send: it is parked, and the tap must have noticed it. Returns its subject. */
async function plantGarbage({ dome, raw }: Stage): Promise<string> {
  const subject = filters.skillExecute({ pool: 'default', skill: 'echo' });
  await dome.request(subject, 'this is no command');
  await eventually(async () => (await raw.read('JOB_EVENTS')).some((message) => message.subject.endsWith('.parked')));
  return subject;
}

/** Two iterations, both kinds of gate, a vote, a promotion. */
async function approvedRun(ada: ControlClient, grace: ControlClient): Promise<void> {
  const tree = await packDirectory(join(PLANS, '..', 'tree'), { include: 'all' });
  const workspace = await ada.artifacts.put(tree.bytes);
  expect(await ada.artifacts.get(workspace.digest)).toEqual(new Uint8Array(tree.bytes));
  const plan = await document('gated.plan.yaml');
  expect(await ada.plan.validate({ plan })).toMatchObject({ waves: [['check'], ['pack']] });
  const { runId } = await ada.runs.submit({ plan, inputs: {}, workspace, idempotencyKey: 'approved' });
  const gate = await eventually(
    async () => (await grace.gates.list()).gates.find((one) => one.runId === runId) ?? false,
  );
  const { evidenceDigest } = gate;
  expect(await grace.gates.get({ runId, gate: 'release' })).toMatchObject({ state: 'waiting', you: { user: 'grace' } });
  await grace.gates.decide({ runId, gate: 'release', iteration: gate.iteration, verdict: 'approve', evidenceDigest });
  expect(await resultOf(ada, runId)).toBe('success');
}

/** Two people are asked. One votes and takes it back, both are reminded, and the approval expires. */
async function expiredRun(ada: ControlClient, grace: ControlClient): Promise<void> {
  const plan = await document('asking.plan.yaml');
  const policy = (await document('asking.policy.yaml'))
    .replace('role: release-manager', 'approvals: [{ role: release-manager, count: 2 }]')
    .replace('deadline: 1s', 'deadline: 3s\n      remindEvery: 1s');
  const { runId } = await ada.runs.submit({ plan, policy, inputs: {}, idempotencyKey: 'expired' });
  const [gate] = await eventually(async () => {
    const { gates } = await grace.gates.list({ runId });
    return gates.length > 0 && gates;
  });
  const evidenceDigest = gate?.evidenceDigest ?? '';
  await grace.gates.decide({ runId, gate: 'release', verdict: 'approve', evidenceDigest });
  expect(await grace.gates.withdraw({ runId, gate: 'release' })).toMatchObject({ by: 'grace', existing: false });
  expect(await resultOf(ada, runId)).toBe('failure');
}

async function canceledRun(stage: Stage, ada: ControlClient): Promise<void> {
  const plan = await document('asking.plan.yaml');
  const policy = await document('asking.policy.yaml');
  const { runId } = await ada.runs.submit({ plan, policy, inputs: { seconds: 60 }, idempotencyKey: 'canceled' });
  await eventually(async () => {
    const subjects = (await stage.raw.read('JOB_EVENTS')).map(({ subject }) => subject);
    return subjects.some((subject) => subject.includes(`.${runId}.`) && subject.endsWith('.started'));
  });
  await ada.runs.cancel({ runId, reason: 'enough' });
  expect(await resultOf(ada, runId)).toBe('cancellation');
}

async function resultOf(ada: ControlClient, runId: string): Promise<string | undefined> {
  const run = await eventually(
    async () => {
      const view = await ada.runs.get(runId);
      return view.state === 'finished' && view;
    },
    { timeoutMs: 30_000, stepMs: 100 },
  );
  return run.result;
}

/** The services that nothing above has called, and one answer that is a problem. */
async function askEverything({ runtime }: Stage, ada: ControlClient): Promise<void> {
  expect((await ada.skills.listAll()).map(({ name }) => name).toSorted()).toEqual(SKILLS.toSorted());
  expect((await ada.runs.list()).runs).toHaveLength(3);
  expect(await ada.health()).toMatchObject({ status: expect.any(String) });
  expect(await runtime.health()).toMatchObject({ status: expect.any(String) });
  expect(await ada.instances.replicas()).toMatchObject([{ health: { status: expect.any(String) } }]);
  expect(await ada.instances.daemons()).toMatchObject([{ health: { status: expect.any(String) } }]);
  expect(await ada.jobs.get({ jobId: 'twice' })).toMatchObject({ jobId: 'twice' });
  const place = { name: 'board', cursors: ['JOB_EVENTS:7'], reads: ['dome.evt.job.>'] };
  await ada.cursors.move({ ...place, reader: 'one', expectedRevision: 0 });
  expect(await ada.cursors.get('board')).toMatchObject(place);
  expect((await ada.cursors.list()).cursors).toHaveLength(1);
  expect(await ada.cursors.delete('board')).toEqual({ existed: true });
  await expect(ada.runs.get('asking-00000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
}

/** An observer asks, too. */
async function watchFleet(view: ControlClient): Promise<void> {
  const { daemons } = await view.fleet.daemons();
  expect(daemons.map(({ skills }) => skills.map(({ name }) => name))).toEqual([SKILLS.toSorted()]);
  expect((await view.fleet.skills({ name: 'echo' })).skills).toMatchObject([{ versions: [{ daemons: 1 }], parked: 1 }]);
  expect(await view.fleet.streams()).toHaveLength(4);
}

/** A change of the law and its withdrawal, and everything that is asked about it. */
async function changeLaw(ada: ControlClient, grace: ControlClient): Promise<void> {
  const text = (await readFile(join(LAW, 'gated.policy.yaml'), 'utf8')).replace('version: 1.0.0', 'version: 1.1.0');
  await grace.law.apply({ documents: [{ source: 'gated.policy.yaml', text }], reason: 'a test' });
  await grace.law.apply({ withdraw: [{ kind: 'policy', name: 'gated', version: '1.1.0' }] });
  expect((await ada.law.get({ kind: 'policy', name: 'gated' })).entry.version).toBe('1.0.0');
  expect((await ada.law.list({ kind: 'policy' })).documents).toHaveLength(1);
  expect((await ada.law.history({ name: 'gated' })).changes).toHaveLength(3);
  expect((await ada.environments.list()).environments).toMatchObject([{ name: 'staging' }]);
  expect((await ada.environments.get('staging')).standing).toMatchObject([{ name: 'package', decidedBy: ['grace'] }]);
}

/** A version is taken out of the choice, and put back. */
async function drainVersion(ada: ControlClient, grace: ControlClient): Promise<void> {
  const version = { name: 'echo', version: '1.0.0' };
  await grace.versions.drain(version);
  expect(await ada.versions.needed(version)).toEqual([]);
  await grace.versions.drain({ ...version, undo: true });
}
