// L12: bad input gets a typed error that names the field, before it costs anything, and never costs a connection. Real
// planes on a real broker receive everything that an outsider could think of, at each endpoint of the contract;
// afterwards every connection is still the same, only what was accepted is stored, and the next good request is served.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkDocument, ENDPOINTS, subjects } from '@dome/contracts';
import type { EndpointName } from '@dome/contracts';
import { awaitTerminal, eventually, startControl, startDaemon } from '@dome/testkit';
import type { PlaneProcess } from '@dome/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { jobOf, LAW, openStage, submit } from './e2e/stage.ts';
import type { Stage } from './e2e/stage.ts';
import { headersOf, knock } from './hostile/knock.ts';
import type { Connection } from './hostile/knock.ts';
import { hostile, spoiled } from './hostile/values.ts';

const SKILL = 'count-process';
const GOOD_INPUT = { lines: 2, seconds: 0 };
const ANSWER_MS = 3_000;

let stage: Stage;
let planes: readonly PlaneProcess[] = [];
let ada: Connection;
let jobs = 0;
const clients = new Map<Connection, number | undefined>();

beforeAll(async () => {
  stage = await openStage({ skills: [SKILL] });
  const server = stage.planes;
  const skillsDir = join(import.meta.dirname, 'fixtures/skills');
  planes = [await startDaemon({ server, skillsDir }), await startControl({ server, lawDir: LAW })];
  ada = await stage.planes.connectAs('ada');
  for (const nc of [ada, stage.dome]) clients.set(nc, nc.info?.client_id);
});

afterAll(async () => {
  for (const plane of planes) await plane[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const example = (message: string): object => {
  const value: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, `../schemas/examples/${message}.json`), 'utf8'),
  );
  if (typeof value !== 'object' || value === null) throw new Error(`${message} is no object`);
  return value;
};

function objectOf(text: string): object {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('a document is an object');
  return value;
}

interface EndpointCase {
  readonly endpoint: EndpointName;
  readonly request: string;
  readonly runs: number;
}

/** Every endpoint that takes JSON at a subject without parameters, by the example of its request. */
const ENDPOINT_CASES: readonly EndpointCase[] = [
  { endpoint: 'runtimeCapabilityList', request: 'CapabilityListRequest', runs: 60 },
  { endpoint: 'runtimeCapabilityGet', request: 'CapabilityGetRequest', runs: 60 },
  { endpoint: 'runtimeJobGet', request: 'JobGetRequest', runs: 60 },
  { endpoint: 'runtimeJobCancel', request: 'JobCancelRequest', runs: 60 },
  { endpoint: 'runtimeLockList', request: 'LockListRequest', runs: 60 },
  { endpoint: 'runtimeLockTake', request: 'LockTakeRequest', runs: 60 },
  { endpoint: 'runtimeDrainSet', request: 'DrainSetRequest', runs: 60 },
  { endpoint: 'runtimeArtifactPut', request: 'ArtifactPutRequest', runs: 60 },
  { endpoint: 'runtimeArtifactGet', request: 'ArtifactGetRequest', runs: 60 },
  { endpoint: 'runtimeCursorGet', request: 'CursorGetRequest', runs: 60 },
  { endpoint: 'runtimeCursorMove', request: 'CursorMoveRequest', runs: 60 },
  { endpoint: 'runtimeCursorList', request: 'CursorListRequest', runs: 60 },
  { endpoint: 'runtimeCursorDelete', request: 'CursorDeleteRequest', runs: 60 },
  { endpoint: 'runtimeHealth', request: 'HealthRequest', runs: 20 },
  { endpoint: 'controlPlanValidate', request: 'PlanValidateRequest', runs: 60 },
  { endpoint: 'controlRunSubmit', request: 'RunSubmitRequest', runs: 80 },
  { endpoint: 'controlRunGet', request: 'RunGetRequest', runs: 60 },
  { endpoint: 'controlRunList', request: 'RunListRequest', runs: 60 },
  { endpoint: 'controlRunCancel', request: 'RunCancelRequest', runs: 60 },
  { endpoint: 'controlLockBreak', request: 'LockBreakRequest', runs: 60 },
  { endpoint: 'controlSkillDrain', request: 'SkillDrainRequest', runs: 60 },
  { endpoint: 'controlSkillNeeded', request: 'SkillNeededRequest', runs: 60 },
  { endpoint: 'controlGateList', request: 'GateListRequest', runs: 60 },
  { endpoint: 'controlGateGet', request: 'GateGetRequest', runs: 60 },
  { endpoint: 'controlGateDecide', request: 'GateDecideRequest', runs: 60 },
  { endpoint: 'controlGateWithdraw', request: 'GateWithdrawRequest', runs: 60 },
  { endpoint: 'controlLawApply', request: 'LawApplyRequest', runs: 60 },
  { endpoint: 'controlLawList', request: 'LawListRequest', runs: 60 },
  { endpoint: 'controlLawGet', request: 'LawGetRequest', runs: 60 },
  { endpoint: 'controlLawHistory', request: 'LawHistoryRequest', runs: 60 },
  { endpoint: 'controlEnvironmentList', request: 'EnvironmentListRequest', runs: 60 },
  { endpoint: 'controlEnvironmentGet', request: 'EnvironmentGetRequest', runs: 60 },
  { endpoint: 'controlDaemonList', request: 'DaemonListRequest', runs: 60 },
  { endpoint: 'controlSkillList', request: 'SkillListRequest', runs: 60 },
  { endpoint: 'controlStreamList', request: 'StreamListRequest', runs: 20 },
  { endpoint: 'controlHealth', request: 'HealthRequest', runs: 20 },
];

test('no endpoint is left out', () => {
  const named = Object.entries(ENDPOINTS).flatMap(([name, { address, request: takes }]) =>
    address.includes('{') || takes === undefined ? [] : [name],
  );
  expect(ENDPOINT_CASES.map(({ endpoint }) => endpoint).toSorted()).toEqual(named.toSorted());
});

test(
  'chunks and commits of uploads that nobody opened, and of one that somebody did',
  { timeout: 20_000 },
  async () => {
    const { upload, instance } = await openUpload();
    const chunk = (of: string): string => subjects.runtimeArtifactChunk({ instance, upload: of });
    const commit = (of: string): string => subjects.runtimeArtifactCommit({ instance, upload: of });
    const number = fc.constantFrom('-1', '', 'NaN', '1e9', '99999999999', '0x10', '٣', '7');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(upload, 'nobodys'),
        number,
        fc.uint8Array({ maxLength: 100 }),
        async (of, at, payload) => {
          const said = {
            endpoint: 'runtimeArtifactChunk',
            subject: chunk(of),
            payload,
            headers: { 'Dome-Chunk': at },
          } as const;
          expect(await knock(stage.dome, said)).toBe('refused');
        },
      ),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(hostile(example('ArtifactCommitRequest')), async (payload) => {
        expect(await knock(stage.dome, { endpoint: 'runtimeArtifactCommit', subject: commit(upload), payload })).toBe(
          'refused',
        );
      }),
      { numRuns: 40 },
    );
    await expectUnharmed();
  },
);

test.each(ENDPOINT_CASES)('$endpoint answers whatever it is sent', async ({ endpoint, request, runs }) => {
  const nc = /^(control|runtimeCursor)/.test(endpoint) ? ada : stage.dome;
  let canceled = 0;
  const before = await stored();
  await fc.assert(
    fc.asyncProperty(hostile(example(request)), async (payload) => {
      const answer = await knock(nc, { endpoint, subject: ENDPOINTS[endpoint].address, payload });
      if (endpoint === 'runtimeJobCancel' && answer === 'accepted') canceled += 1;
    }),
    { numRuns: runs },
  );
  // A cancel of an unknown job is a message about that job, and the only thing here that may be stored.
  expect((await stored()) - before).toBeLessThanOrEqual(canceled);
  await expectUnharmed();
});

const EXPRESSIONS = [
  '(',
  '1 +',
  'a.b.c',
  'tasks',
  'tasks.test.result',
  '1/0 == 1',
  '"a" < 1',
  'true ? 1 : "x"',
  '[].map(x, x)',
  '\u0000',
  `${'('.repeat(500)}true${')'.repeat(500)}`,
  '!'.repeat(2_000) + 'true',
  `${'true && '.repeat(400)}true`,
  '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")',
  'duration("x") == duration("1s")',
  '__proto__',
  'constructor',
];

test(
  'plans and policies of any kind are accepted, or refused with the place of the error',
  { timeout: 30_000 },
  async () => {
    const { plan, policy } = example('PlanValidateRequest') as { plan: string; policy: string };
    const good = { plan: objectOf(plan), policy: objectOf(policy) };
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    const rule = { id: 'one', reasonCode: 'ONE' };
    const ruled = fc
      .constantFrom(...EXPRESSIONS)
      .map((expression) =>
        JSON.stringify({ ...good.policy, gates: { quality: { rules: [{ ...rule, expression }] } } }),
      );
    const said = fc.oneof(
      spoiled(good.plan).map((bytes) => ({ plan: text(bytes).slice(0, 300_000), policy })),
      spoiled(good.policy).map((bytes) => ({ plan, policy: text(bytes).slice(0, 300_000) })),
      ruled.map((document) => ({ plan, policy: document })),
      fc.string({ unit: 'binary', maxLength: 200 }).map((document) => ({ plan: document, policy })),
    );
    await fc.assert(
      fc.asyncProperty(said, fc.boolean(), async (documents, resolve) => {
        const payload = new TextEncoder().encode(JSON.stringify({ ...documents, resolve }));
        await knock(ada, { endpoint: 'controlPlanValidate', subject: ENDPOINTS.controlPlanValidate.address, payload });
      }),
      { numRuns: 200 },
    );
    await expectUnharmed();
  },
);

test('an invalid command is parked or refused, once, and affects nobody else', { timeout: 30_000 }, async () => {
  const { command, payload: good } = await stage.runtime.prepare(request('pattern'));
  const event: unknown = JSON.parse(new TextDecoder().decode(good));
  if (typeof event !== 'object' || event === null) throw new Error('a command is an object');
  const structured = hostile(event).map((payload) => ({ payload, headers: STRUCTURED }));
  const binary = fc.tuple(hostile(command), binaryHeaders(event)).map(([payload, headers]) => ({ payload, headers }));
  // A message that quotes itself grows each time: the error about it must not become too large to send.
  const quoted = new TextEncoder().encode(JSON.stringify({ ...event, type: '"'.repeat(400_000) }));
  const subject = subjects.skillExecute({ pool: 'default', skill: SKILL });
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(structured, binary), async ({ payload, headers }) => {
      const reply = await stage.dome.request(subject, payload, { timeout: ANSWER_MS, headers: headersOf(headers) });
      expect(reply.json()).toMatchObject({ stream: 'SKILL_COMMANDS' });
      sent += 1;
    }),
    { numRuns: 150, examples: [[{ payload: quoted, headers: STRUCTURED }]] },
  );
  await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 15_000 });
  const ends = (await stage.raw.read('JOB_EVENTS')).filter(({ subject: of }) => /\.(parked|refused)$/.test(of));
  expect(ends.length).toBeGreaterThan(sent / 2);
  for (const { body } of ends) {
    const { data } = body as { data: { problem: unknown } };
    expect(checkDocument('Problem', data.problem).code).not.toBe('INTERNAL');
  }
  await expectUnharmed();
});

const STRUCTURED = { 'Content-Type': 'application/cloudevents+json' };

/** The attributes of the event as headers, one of them spoiled. */
function binaryHeaders(event: object): fc.Arbitrary<Record<string, string>> {
  const attributes = Object.entries(event).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[`ce-${name}`, value]] : [],
  );
  const value = fc.constantFrom('', '%', '%zz', '%C3%28', '%00', 'x'.repeat(5_000), '"', '""', '2.0', '*', 'é');
  return fc.tuple(fc.constantFrom(...attributes.map(([name]) => name)), value).map(([name, text]) => ({
    ...Object.fromEntries(attributes),
    [name]: text,
    'Content-Type': 'application/json',
  }));
}

const request = (key: string): ReturnType<typeof jobOf> => jobOf({ skill: SKILL, key, input: GOOD_INPUT });

async function openUpload(): Promise<{ upload: string; instance: string }> {
  const reply = await stage.dome.request(ENDPOINTS.runtimeArtifactPut.address, '{}');
  return reply.json<{ upload: string; instance: string }>();
}

async function stored(): Promise<number> {
  const counts = await Promise.all(
    ['SKILL_COMMANDS', 'JOB_EVENTS', 'JOB_LOGS', 'RUN_EVENTS', 'LAW_EVENTS'].map((stream) => stage.raw.count(stream)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** No connection was lost, no process ended, and a good job succeeds as ever. */
async function expectUnharmed(): Promise<void> {
  for (const [nc, clientId] of clients) expect(nc.info?.client_id).toBe(clientId);
  for (const plane of planes) {
    expect(plane.isRunning).toBe(true);
    expect(plane.log.filter(({ msg }) => msg === 'bus disconnected' || msg === 'bus fault')).toEqual([]);
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  jobs += 1;
  const { jobId } = await submit(stage, request(`good-${jobs}`));
  const end = await awaitTerminal(stage.runtime, { jobId, skill: SKILL, runId: 'e2e-aaaaaaaa' }, { timeoutMs: 10_000 });
  expect(end.event.type).toBe('dev.dome.job.succeeded.v1');
}
