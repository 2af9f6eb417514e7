// Several people vote on the real wire, under two replicas: at the same time, against a withdrawal, until a deadline, and
// while the replicas go. Whatever happens, an audit that counts the votes again agrees.
import { peopleClaims, readRecord } from '@dome/audit';
import type { ControlClient } from '@dome/client';
import type { AnyEvent, HumanGate, RunView } from '@dome/contracts';
import { eventually, startPlanesServer, startWireTap } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { controlClientOf, runWhen, startReplica } from './bench.ts';
import type { Replica } from './bench.ts';
import { PEOPLE } from './approvals/voting.ts';
import { lawTexts } from './law-of.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';

const PLAN = `apiVersion: dome/v1
kind: Plan
name: asking
version: 1.0.0
tasks: { lint: { uses: lint@^1 } }
gates: { release: {} }
`;
const TWO = { approvals: [{ role: 'release-manager', count: 2 }] };
const TWO_AND_ONE = { approvals: [...TWO.approvals, { role: 'security', count: 1 }] };

let server: PlanesServer;
let ada: ControlClient;
const people = new Map<string, ControlClient>();
const replicas: Replica[] = [];
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const skills = [{ pool: 'default', skill: 'lint' }];
  const names = ['ada', 'grace', 'linus', 'margaret', 'rob'];
  server = stack.use(await startPlanesServer({ people: names, skills }));
  stack.use(await startScriptedRuntime(server, [{ name: 'lint' }], () => ({ result: 'success', output: {} })));
  await start('dome-1', 'dome-2');
  for (const name of names) people.set(name, await controlClientOf(server, name));
  ada = of('ada');
});
afterAll(async () => {
  await stop();
  await stack.disposeAsync();
});

const start = async (...names: string[]): Promise<void> => {
  for (const name of names) replicas.push(await startReplica(server, name, lawTexts(PEOPLE)));
};
const stop = async (): Promise<void> => {
  for (const replica of replicas.splice(0)) await replica[Symbol.asyncDispose]();
};

function of(name: string): ControlClient {
  const client = people.get(name);
  if (client === undefined) throw new Error(`${name} is nobody`);
  return client;
}

const isOver = (run: RunView): boolean => run.state === 'finished';
let keys = 0;

/** A run whose gate waits for these people. */
async function asking(human: HumanGate): Promise<string> {
  const gates = { release: { human: { always: true, ...human } } };
  const policy = JSON.stringify({ apiVersion: 'dome/v1', kind: 'Policy', name: 'asking', version: '1.0.0', gates });
  const idempotencyKey = `votes-${(keys += 1)}`;
  const { runId } = await ada.runs.submit({ plan: PLAN, policy, inputs: {}, idempotencyKey });
  await runWhen(ada, runId, ({ state }) => state === 'waiting');
  return runId;
}

async function votes(name: string, runId: string, verdict: 'approve' | 'reject' = 'approve') {
  const [gate] = (await of(name).gates.list({ runId })).gates;
  const evidenceDigest = gate?.evidenceDigest ?? '';
  return await of(name).gates.decide({ runId, gate: 'release', verdict, evidenceDigest });
}

const finalOf = ({ gates }: RunView) => gates.find(({ gate }) => gate === 'release')?.decision;

/** Every event of the run, and the claims about its people that do not hold. */
async function audited(runId: string): Promise<AnyEvent[]> {
  const record = await readRecord(await server.connectAs('ada'), runId);
  const claims = peopleClaims(record);
  expect(claims).toHaveLength(1);
  expect(claims.filter(({ holds }) => !holds)).toEqual([]);
  return record.run.map(({ event }) => event);
}

test('three people of two roles approve at the same time: the gate is decided once, by all of them', async () => {
  await using tap = await startWireTap({ credentials: (user) => server.credentials(user) });
  for (const names of [
    ['grace', 'linus', 'margaret'],
    ['margaret', 'rob', 'grace'],
  ]) {
    const runId = await asking(TWO_AND_ONE);
    const replies = await Promise.all(names.map((name) => votes(name, runId)));
    expect(replies.filter(({ approvals }) => approvals?.missing.length === 0)).toHaveLength(1);
    const run = await runWhen(ada, runId, isOver);
    expect(run.result).toBe('success');
    expect(finalOf(run)?.decidedBy.people?.toSorted()).toEqual(names.toSorted());
    const events = await audited(runId);
    expect(events.filter(({ type }) => type === 'dev.dome.run.gate-decided.v1')).toHaveLength(2);
  }
  expect((await tap.report()).findings).toEqual([]);
});

test('a run says who is missing, to everybody who looks', async () => {
  const runId = await asking(TWO_AND_ONE);
  await votes('grace', runId);
  await votes('rob', runId);
  const { waitingFor } = await ada.runs.get(runId);
  expect(waitingFor).toMatch(/^2 of 3: needs 1 more security on the gate release until /);
  const [gate] = (await ada.gates.list({ runId })).gates;
  expect(gate).toMatchObject({
    role: 'security',
    approvals: { required: TWO_AND_ONE.approvals, missing: [{ role: 'security', count: 1 }], by: ['grace', 'rob'] },
  });
  await votes('margaret', runId, 'reject');
  const run = await runWhen(ada, runId, isOver);
  expect(run).toMatchObject({ result: 'failure', reason: expect.stringContaining('REJECTED_BY_PEOPLE') });
  await audited(runId);
});

test('a withdrawal that meets the approval that is enough: one of them comes first, and both know which', async () => {
  for (let round = 0; round < 12; round += 1) {
    const runId = await asking(TWO);
    await votes('grace', runId);
    const [, withdrawn] = await Promise.allSettled([
      votes('linus', runId),
      of('grace').gates.withdraw({ runId, gate: 'release', reason: 'a doubt' }),
    ]);
    if (withdrawn.status === 'fulfilled') {
      expect((await ada.gates.list({ runId })).gates).toMatchObject([{ approvals: { by: ['linus'] } }]);
      await votes('grace', runId);
    } else expect(withdrawn.reason).toMatchObject({ code: 'INVALID_TRANSITION' });
    const run = await runWhen(ada, runId, isOver);
    const order = withdrawn.status === 'fulfilled' ? ['linus', 'grace'] : ['grace', 'linus'];
    expect(finalOf(run)).toMatchObject({ status: 'APPROVE', decidedBy: { people: order } });
    await audited(runId);
  }
});

test.each([
  ['what the law says', { onExpiry: 'APPROVE' }, 'APPROVE', 'success'],
  ['no, where the law says nothing', {}, 'REJECT', 'failure'],
] as const)('after the deadline the gate says %s', async (_, more, status, result) => {
  const runId = await asking({ ...TWO, deadline: '1s', ...more });
  await votes('grace', runId);
  const run = await runWhen(ada, runId, isOver);
  expect(run.result).toBe(result);
  expect(finalOf(run)).toMatchObject({
    status,
    reasonCodes: ['APPROVAL_EXPIRED', 'HUMAN_REQUIRED'],
    decidedBy: { kind: 'policy' },
  });
  await expect(of('grace').gates.withdraw({ runId, gate: 'release' })).rejects.toMatchObject({
    code: 'INVALID_TRANSITION',
  });
  await audited(runId);
});

/** Its number; 0 before the first. */
async function lastReminder(runId: string): Promise<number> {
  const { run } = await readRecord(await server.connectAs('ada'), runId);
  return remindersOf(run.map(({ event }) => event)).at(-1) ?? 0;
}

const remindersOf = (events: readonly AnyEvent[]): number[] =>
  events.flatMap((event) => (event.type === 'dev.dome.run.approval-reminded.v1' ? [event.data.number] : []));

test('each reminder comes once, whichever replica sends it', async () => {
  await start('dome-3');
  const runs = await Promise.all(
    Array.from({ length: 6 }, () => asking({ ...TWO, deadline: '3s', remindEvery: '500ms' })),
  );
  for (const runId of runs) {
    await runWhen(ada, runId, isOver);
    const numbers = remindersOf(await audited(runId));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(numbers.every((number) => number >= 1 && number <= 5)).toBe(true);
    expect(numbers.length).toBeGreaterThan(0);
  }
});

test('votes and reminders outlive every replica', async () => {
  const runId = await asking({ ...TWO_AND_ONE, deadline: '60s', remindEvery: '1s' });
  await votes('grace', runId);
  await votes('linus', runId);
  await of('linus').gates.withdraw({ runId, gate: 'release' });
  const before = await eventually(async () => (await lastReminder(runId)) || false);
  await stop();
  await start('dome-4', 'dome-5');
  await eventually(async () => {
    const [gate] = (await ada.gates.list({ runId })).gates;
    expect(gate?.approvals).toMatchObject({ by: ['grace'] });
  });
  await eventually(async () => (await lastReminder(runId)) > before);
  await votes('margaret', runId);
  await votes('rob', runId);
  const run = await runWhen(ada, runId, isOver);
  expect(finalOf(run)?.decidedBy.people).toEqual(['grace', 'margaret', 'rob']);
  await audited(runId);
});
