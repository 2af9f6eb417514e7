// A careless schema affects only the job that meets it: not the replica of dome that checks the input, not a daemon
// that checks it again or checks the output, and not a process that starts where a run with it is stored.
import { join } from 'node:path';

import { requestDigestOf, sealEvent, structureDigest } from '@dome/contracts';
import type { ControlClient } from '@dome/client';
import type { RunView } from '@dome/contracts';
import { awaitTerminal, eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { LAW, jobOf, openStage, submit } from './stage.ts';
import type { Stage } from './stage.ts';

const OPEN_TO_ALL = { lawDir: join(LAW, '..', 'open-law') };
/** A blocked process answers nobody; any other answers at once, however busy the machine. */
const HELD_UP_MS = 4_000;

const openCarelessStage = (): Promise<Stage> =>
  openStage({ skills: ['careless', 'sleep', 'echo'], people: ['mallory'], ackWaitMs: 3_000 });

/** None of it is deeper or longer than the contract allows. */
function deep(levels: number): Record<string, unknown> {
  let value: Record<string, unknown> = { next: 1 };
  for (let level = 0; level < levels; level += 1) value = { next: value };
  return value;
}

const BAD = `${'a'.repeat(33)}!`;
const INPUTS: Readonly<Record<string, unknown>> = {
  name: BAD,
  members: { [BAD]: 'x' },
  names: { [BAD]: 1 },
  tree: deep(40),
  link: `http://${':'.repeat(30_000)}`,
};
const UNIQUE = Array.from({ length: 20_000 }, (_, n) => ({ n }));

const taskOf = (member: string): string =>
  [
    `  ${member}:`,
    '    uses: careless@^1',
    '    needs: [wait]',
    `    input: { ${member}: '\${{ inputs.${member} }}' }`,
  ].join('\n');

const planOf = (members: readonly string[]): string =>
  [
    'apiVersion: dome/v1',
    'kind: Plan',
    'name: careless',
    'version: 1.0.0',
    'title: One task for each careless rule',
    'partialFailure: continue',
    'inputs: { type: object }',
    'tasks:',
    '  wait: { uses: sleep@^1, input: { seconds: 2 } }',
    ...members.map(taskOf),
  ].join('\n');

async function finished(person: ControlClient, runId: string): Promise<RunView> {
  return await eventually(
    async () => {
      const run = await person.runs.get(runId);
      return run.state === 'finished' && run;
    },
    { timeoutMs: 40_000, stepMs: 100 },
  );
}

async function expectPrompt(ask: Promise<unknown>): Promise<void> {
  const startedMs = performance.now();
  await ask;
  expect(performance.now() - startedMs).toBeLessThan(HELD_UP_MS);
}

test(
  'a stored run settles each task with one, and dome answers after a restart as before',
  { timeout: 90_000 },
  async () => {
    await using stage = await openCarelessStage();
    await stage.daemon();
    const first = await stage.control(OPEN_TO_ALL);
    const mallory = await stage.as('mallory');
    const plan = planOf([...Object.keys(INPUTS), 'items']);
    const inputs = { ...INPUTS, items: UNIQUE };
    const { runId } = await mallory.runs.submit({ plan, inputs, idempotencyKey: 'careless' });
    await eventually(async () => (await mallory.runs.get(runId)).tasks.some(({ taskId }) => taskId === 'wait'));
    await first.kill('SIGKILL');
    await stage.control(OPEN_TO_ALL);

    const run = await finished(mallory, runId);
    const ended = new Map(run.tasks.map(({ taskId, result, problem }) => [taskId, problem?.code ?? result]));
    expect(Object.fromEntries(ended)).toEqual({
      wait: 'success',
      items: 'success',
      ...Object.fromEntries(Object.keys(INPUTS).map((member) => [member, 'INPUT_INVALID'])),
    });
    await expectPrompt(mallory.health());
  },
);

test("a skill's output is checked by daemons that go on with the work of others", { timeout: 60_000 }, async () => {
  await using stage = await openCarelessStage();
  const daemons = [await stage.daemon({ slots: 1 }), await stage.daemon({ slots: 1 })];
  const says: [string, unknown][] = [
    ['name', { said: BAD }],
    ['tree', { tree: deep(40) }],
  ];
  for (const [key, say] of says) await submit(stage, jobOf({ skill: 'careless', key, input: { say } }));
  for (const [key] of says) {
    const { event } = await awaitTerminal(stage.runtime, { jobId: key }, { timeoutMs: 20_000 });
    expect(event).toMatchObject({ type: 'dev.dome.job.failed.v1', data: { problem: { code: 'OUTPUT_INVALID' } } });
  }
  for (let n = 0; n < 4; n += 1) await submit(stage, jobOf({ skill: 'echo', key: `after-${n}`, input: { text: 'x' } }));
  for (let n = 0; n < 4; n += 1) await awaitTerminal(stage.runtime, { jobId: `after-${n}` }, { timeoutMs: 10_000 });
  for (const daemon of daemons) await daemon.stop();
});

test('the daemon checks what a sender does not: the command is refused on its chain', { timeout: 60_000 }, async () => {
  await using stage = await openCarelessStage();
  const daemon = await stage.daemon();
  for (const [member, value] of Object.entries(INPUTS)) await sendUnjudged(stage, member, { [member]: value });
  for (const member of Object.keys(INPUTS)) {
    const { event } = await awaitTerminal(stage.runtime, { jobId: `raw-${member}` }, { timeoutMs: 20_000 });
    expect(event).toMatchObject({ type: 'dev.dome.job.refused.v1', data: { problem: { code: 'INPUT_INVALID' } } });
  }
  await expectPrompt(stage.runtime.health());
  await daemon.stop();
});

test('the inputs of a plan are checked against its own schema just as fast', { timeout: 60_000 }, async () => {
  await using stage = await openCarelessStage();
  await stage.daemon();
  await stage.control(OPEN_TO_ALL);
  const mallory = await stage.as('mallory');
  const rules: [string, unknown][] = [
    ['{ type: string, format: url }', `http://${':'.repeat(200_000)}`],
    ["{ type: string, pattern: '^([a-z0-9]+[-/]?)+$' }", `${'a'.repeat(200_000)}!`],
    [
      '{ anyOf: [{ type: object, properties: { next: { $ref: "#/properties/a" } } }, { type: object, properties: { next: { $ref: "#/properties/a" } } }] }',
      deep(40),
    ],
  ];
  for (const [rule, a] of rules) {
    const plan = planOf([]).replace(
      'inputs: { type: object }',
      () => `inputs: { type: object, properties: { a: ${rule} } }`,
    );
    await expectPrompt(
      expect(mallory.plan.validate({ plan, inputs: { a } })).rejects.toMatchObject({ code: 'INPUT_INVALID' }),
    );
  }
  const ahead = planOf([]).replace(
    'inputs: { type: object }',
    "inputs: { type: object, properties: { a: { pattern: '(?=a)' } } }",
  );
  await expect(mallory.plan.validate({ plan: ahead })).rejects.toMatchObject({ code: 'PLAN_INVALID' });
});

test(
  'an input of many small expressions over large inputs is filled in while dome answers',
  { timeout: 60_000 },
  async () => {
    await using stage = await openCarelessStage();
    await stage.daemon();
    await stage.control(OPEN_TO_ALL);
    const mallory = await stage.as('mallory');
    const members = Array.from({ length: 2_000 }, (_, n) => `x${n}: '\${{ inputs.n }}'`).join(', ');
    const task = `  many: { uses: careless@^1, input: { tree: { ${members} } } }`;
    const plan = planOf([]).replace(/ {2}wait: .*/, () => task);
    const inputs = { n: 1, list: Array.from({ length: 20_000 }, () => ({ a: 1 })) };
    const { runId } = await mallory.runs.submit({ plan, inputs, idempotencyKey: 'many' });
    let longestMs = 0;
    const run = await eventually(
      async () => {
        const startedMs = performance.now();
        const view = await mallory.runs.get(runId).finally(() => {
          longestMs = Math.max(longestMs, performance.now() - startedMs);
        });
        return view.state === 'finished' && view;
      },
      { timeoutMs: 50_000 },
    );
    expect(longestMs).toBeLessThan(HELD_UP_MS);
    expect(run.tasks).toMatchObject([{ taskId: 'many', result: 'success' }]);
  },
);

/** A command as the client would build it, except for the input, which the client would refuse. */
async function sendUnjudged(stage: Stage, member: string, input: Record<string, unknown>): Promise<void> {
  const sound = await stage.runtime.prepare(jobOf({ skill: 'careless', key: `raw-${member}`, input: {} }));
  const { skill, runId, jobId } = sound.command;
  const requestDigest = requestDigestOf({ skill, inputDigest: structureDigest(input) });
  const payload = sealEvent({
    type: 'dev.dome.skill.execute.v1',
    id: `raw-${member}`,
    source: '/dome/test',
    subject: jobId,
    timeMs: Date.now(),
    runId,
    data: { ...sound.command, input, requestDigest },
  });
  await stage.runtime.submit({ ...sound, payload, messageId: `raw-${member}` });
}
