// A skill is updated while a run that is locked to the older version waits at a gate between two of its tasks: with two daemons,
// as in a rolling update of Deployments, with two versions in one daemon, and with the older daemon killed and back again.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ControlClient } from '@dome/client';
import type { RunView } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { jobEventsOf } from './chains.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const SHELL = join(import.meta.dirname, '..', '..', 'services/domed/test/fixtures/skills/shell');

const PLAN = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'update',
  version: '1.0.0',
  tasks: { check: { uses: 'shell@^1', input: { script: 'true' } } },
  gates: { release: {} },
  loop: { maxIterations: 2, remedy: { tasks: { fix: { uses: 'shell@^1', input: { script: 'true' } } } } },
});
const POLICY = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Policy',
  name: 'update',
  version: '1.0.0',
  gates: { release: { human: { role: 'release-manager', always: true, deadline: '1h' } } },
});

interface Update extends AsyncDisposable {
  readonly stage: Stage;
  readonly ada: ControlClient;
  readonly grace: ControlClient;
  /** A catalogue of the skill `shell`: a folder for each, with its version. */
  catalogue(folders: Readonly<Record<string, string>>): Promise<string>;
}

async function openUpdate(): Promise<Update> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'dome-update-'));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  const stage = stack.use(await openStage({ skills: ['shell'], people: ['ada', 'grace'], ackWaitMs: 3_000 }));
  const [ada, grace] = await Promise.all([stage.as('ada'), stage.as('grace')]);
  const owned = stack.move();
  return {
    stage,
    ada,
    grace,
    catalogue: async (folders) => {
      const dir = await mkdtemp(join(home, 'skills-'));
      for (const [folder, version] of Object.entries(folders)) {
        const manifest = join(dir, folder, 'skill.yaml');
        await mkdir(join(dir, folder));
        await cp(SHELL, join(dir, folder), { recursive: true });
        await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('1.0.0', version));
      }
      return dir;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function waitingRun({ ada }: Update, idempotencyKey: string): Promise<string> {
  const { runId } = await ada.runs.submit({ plan: PLAN, policy: POLICY, idempotencyKey });
  await runWhen(ada, runId, ({ state }) => state === 'waiting');
  return runId;
}

const runWhen = (client: ControlClient, runId: string, holds: (run: RunView) => boolean): Promise<RunView> =>
  eventually(
    async () => {
      const run = await client.runs.get(runId);
      if (!holds(run)) throw new Error(`the run is ${run.state}, waits for ${run.waitingFor ?? 'nothing'}`);
      return run;
    },
    { timeoutMs: 40_000 },
  );

async function decide({ grace }: Update, runId: string, verdict: 'approve' | 'reject'): Promise<void> {
  const { gates } = await grace.gates.list({ runId });
  const [gate] = gates;
  if (gate === undefined) throw new Error('nobody is asked');
  const { iteration, evidenceDigest } = gate;
  await grace.gates.decide({ runId, gate: 'release', iteration, verdict, evidenceDigest, reason: 'because' });
}

/** On which daemon, and in which version, each job of the run ran, in order. */
async function ranOn({ stage }: Update, run: RunView): Promise<string[]> {
  const { chains } = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
  return [...chains].flatMap(([key, chain]) => {
    const worker = chain.findLast(({ phase }) => phase === 'started')?.data['worker'] as
      | { instance?: string }
      | undefined;
    const jobId = key.split(' ')[2];
    const task = run.tasks.find((one) => one.jobId === jobId);
    return task === undefined ? [] : [`${task.taskId}@${task.version} on ${worker?.instance}`];
  });
}

const neededOf = async ({ ada }: Update): Promise<unknown[]> =>
  (await ada.versions.needed()).map(({ name, version, drained, servedBy = [], oldest }) => [
    `${name}@${version}${drained === undefined ? '' : ' drained'}`,
    servedBy.join(' '),
    ...oldest.map(({ runId }) => runId),
  ]);

test('a run that waits at a gate ends on its version while Deployments are rolled', { timeout: 90_000 }, async () => {
  await using update = await openUpdate();
  const { stage, ada, grace } = update;
  await stage.control();
  const old = await stage.daemon({ instance: 'old', skillsDir: await update.catalogue({ shell: '1.0.0' }) });
  const before = await waitingRun(update, 'before');

  await stage.daemon({ instance: 'new', skillsDir: await update.catalogue({ shell: '1.1.0' }) });
  const drain = { name: 'shell', version: '1.0.0', reason: '1.1.0 takes over' };
  await expect(ada.versions.drain(drain)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await grace.versions.drain(drain)).toMatchObject({ drained: { reason: '1.1.0 takes over' }, runs: 1 });
  const after = await waitingRun(update, 'after');
  expect(await neededOf(update)).toEqual([
    ['shell@1.0.0 drained', 'old', before],
    ['shell@1.1.0', 'new', after],
  ]);

  await decide(update, before, 'reject');
  await runWhen(ada, before, ({ state, iteration }) => state === 'waiting' && iteration === 2);
  await decide(update, before, 'approve');
  const ended = await runWhen(ada, before, ({ state }) => state === 'finished');
  expect(ended).toMatchObject({ result: 'success' });
  expect(await ranOn(update, ended)).toEqual(['check', 'fix', 'check'].map((task) => `${task}@1.0.0 on old`));
  expect(await neededOf(update)).toEqual([['shell@1.1.0', 'new', after]]);

  // Nothing needs it: the old Deployment may go.
  await old.kill('SIGTERM');
  await decide(update, after, 'reject');
  const rejected = await runWhen(ada, after, ({ state, iteration }) => state === 'waiting' && iteration === 2);
  expect(await ranOn(update, rejected)).toEqual(['check', 'fix', 'check'].map((task) => `${task}@1.1.0 on new`));
});

test(
  'a run that waits at a gate ends on its version beside a newer one in its daemon',
  { timeout: 90_000 },
  async () => {
    await using update = await openUpdate();
    const { stage, ada } = update;
    await stage.control();
    const daemon = await stage.daemon({ instance: 'first', skillsDir: await update.catalogue({ shell: '1.0.0' }) });
    const before = await waitingRun(update, 'before');
    await daemon.kill('SIGTERM');
    const both = await update.catalogue({ shell: '1.1.0', 'shell@1.0.0': '1.0.0' });
    await stage.daemon({ instance: 'both', skillsDir: both });
    const after = await waitingRun(update, 'after');
    await decide(update, before, 'reject');
    await runWhen(ada, before, ({ state, iteration }) => state === 'waiting' && iteration === 2);
    await decide(update, before, 'approve');
    const ended = await runWhen(ada, before, ({ state }) => state === 'finished');
    expect(ended).toMatchObject({ result: 'success' });
    expect(await ranOn(update, ended)).toEqual(['check@1.0.0 on first', 'fix@1.0.0 on both', 'check@1.0.0 on both']);
    expect(await ranOn(update, await ada.runs.get(after))).toEqual(['check@1.1.0 on both']);
  },
);

test('a run whose version is away waits, says for what, and ends when it is back', { timeout: 120_000 }, async () => {
  await using update = await openUpdate();
  const { stage, ada } = update;
  await stage.control();
  const skillsDir = await update.catalogue({ shell: '1.0.0' });
  const old = await stage.daemon({ instance: 'old', skillsDir });
  const before = await waitingRun(update, 'before');
  await stage.daemon({ instance: 'new', skillsDir: await update.catalogue({ shell: '1.1.0' }) });
  await old.kill('SIGKILL');
  await decide(update, before, 'reject');
  // The dead daemon stays announced until its lease is over.
  const waits = await runWhen(ada, before, ({ waitingFor = '' }) => waitingFor.includes('not as 1.0.0'));
  expect(waits.waitingFor).toBe('the end of fix; shell is announced as 1.1.0, not as 1.0.0');
  expect(await neededOf(update)).toEqual([['shell@1.0.0', '', before]]);
  await stage.daemon({ instance: 'back', skillsDir });
  await runWhen(ada, before, ({ state, iteration }) => state === 'waiting' && iteration === 2);
  await decide(update, before, 'approve');
  const ended = await runWhen(ada, before, ({ state }) => state === 'finished');
  expect(ended).toMatchObject({ result: 'success' });
  expect(await ranOn(update, ended)).toEqual(['check@1.0.0 on old', 'fix@1.0.0 on back', 'check@1.0.0 on back']);
});
