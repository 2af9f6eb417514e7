// Nothing that one person requests, however often and however large, keeps others from the planes: the flooder gets
// QUEUE_FULL, and everyone else is answered as if there were no flood. Real planes on a real broker, and raw requests from
// the flooder, because our client would be too polite.
import { randomBytes } from 'node:crypto';

import { checkDocument, ENDPOINTS, LIMITS } from '@dome/contracts';
import type { HealthReply } from '@dome/contracts';
import type { ControlClient } from '@dome/client';
import { eventually } from '@dome/testkit';
import type { PlaneProcess } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { openStage } from './e2e/stage.ts';
import type { Stage } from './e2e/stage.ts';

type Connection = Awaited<ReturnType<Stage['planes']['connectAs']>>;

const SKILL = 'count-process';
const PEOPLE = ['ada', 'grace', 'mallory', 'trudy'];
const ASKED = 50;
/** Far more than an unflooded plane needs, and far less than a flood without turns took: seconds. */
const ANSWERED_MS = 500;
const GIVEN_UP_MS = 20_000;
const RSS_MAX = 400 * 1_048_576;

interface Town extends AsyncDisposable {
  readonly stage: Stage;
  readonly planes: readonly PlaneProcess[];
  readonly ada: ControlClient;
}

async function openTown(): Promise<Town> {
  const stage = await openStage({ skills: [SKILL], people: PEOPLE });
  const planes = [await stage.daemon(), await stage.control()];
  const ada = await stage.as('ada');
  // One-time loading and compiling is no part of the flood.
  await ada.runs.submit({ plan: plan(1), idempotencyKey: key() });
  return { stage, planes, ada, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

interface Shot {
  readonly subject: string;
  readonly payload: Uint8Array | string;
}

interface Flood {
  /** How each request was answered: `ok` or a code of the catalogue. */
  readonly answers: Promise<Map<string, number>>;
}

/** All at once, spread over several connections of the person. */
async function flood({ stage }: Town, person: string, shots: readonly Shot[]): Promise<Flood> {
  const open = await Promise.all(Array.from({ length: 8 }, () => stage.planes.connectAs(person)));
  const answers = shots.map((shot, index) => fire(open[index % open.length], shot));
  return {
    answers: Promise.all(answers).then(async (codes) => {
      await Promise.all(open.map((nc) => nc.close()));
      const counts = new Map<string, number>();
      for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
      return counts;
    }),
  };
}

async function fire(nc: Connection | undefined, { subject, payload }: Shot): Promise<string> {
  if (nc === undefined) return 'no connection';
  try {
    const reply = await nc.request(subject, payload, { timeout: GIVEN_UP_MS });
    return reply.headers?.has('Nats-Service-Error-Code') === true ? checkDocument('Problem', reply.json()).code : 'ok';
  } catch (error) {
    return error instanceof Error ? error.name : 'broken';
  }
}

interface Service {
  /** Times of all health requests, slowest last. */
  readonly healthMs: readonly number[];
  readonly submitMs: readonly number[];
  readonly last: HealthReply;
}

/** What an innocent person experiences meanwhile. */
async function serviceFor({ ada: person }: Town): Promise<Service> {
  const healthMs: number[] = [];
  const submitMs: number[] = [];
  for (let n = 0; n < ASKED; n += 1) {
    healthMs.push(await timed(() => person.health()));
    if (n % 10 === 0) submitMs.push(await timed(() => person.runs.submit({ plan: plan(1), idempotencyKey: key() })));
  }
  return { healthMs: healthMs.toSorted((a, b) => a - b), submitMs, last: await person.health() };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** @param before health of the plane before the flood */
function expectServed({ healthMs, submitMs, last }: Service, before: HealthReply): void {
  expect(healthMs[Math.floor(ASKED * 0.95)]).toBeLessThan(ANSWERED_MS);
  // A request that takes longer than the client waits has failed.
  expect(submitMs.length).toBeGreaterThan(0);
  expect(last.eventLoop?.over250Ms).toBe(before.eventLoop?.over250Ms);
  expect(last.memory?.rssBytes).toBeLessThan(RSS_MAX);
}

const key = (): string => randomBytes(8).toString('hex');

function plan(tasks: number, input = '{ lines: 2, seconds: 0 }'): string {
  const lines = Array.from({ length: tasks }, (_, n) => `  t${n}: { uses: ${SKILL}@^1, input: ${input} }`);
  return `apiVersion: dome/v1\nkind: Plan\nname: flood\nversion: 1.0.0\ntitle: "${key()}"\ntasks:\n${lines.join('\n')}\n`;
}

const validate = (text: string): Shot => ({
  subject: ENDPOINTS.controlPlanValidate.address,
  payload: JSON.stringify({ plan: text, resolve: true }),
});

/** Each fits into the bytes of a plan, and takes a parser seconds. */
const BOMBS = [
  '['.repeat(262_000),
  '- '.repeat(131_000),
  `[${','.repeat(98_000)}]`,
  `a: &a 1\nb:\n${'- *a\n'.repeat(50_000)}`,
  '\t- a\n'.repeat(20_000),
  `[${'1,'.repeat(45_000)}]`,
];

describe('a person without roles', () => {
  test('who has hundreds of wide plans checked waits for herself', { timeout: 90_000 }, async () => {
    await using town = await openTown();
    const before = await town.ada.health();
    const { answers } = await flood(
      town,
      'mallory',
      Array.from({ length: 400 }, () => validate(plan(255))),
    );
    const service = await serviceFor(town);
    const counts = await answers;
    expectServed(service, before);
    expect([...counts.keys()].toSorted()).toEqual(['QUEUE_FULL', 'ok']);
  });

  test('who opens every upload she can leaves the others theirs', { timeout: 60_000 }, async () => {
    await using town = await openTown();
    const open = { subject: ENDPOINTS.runtimeArtifactPut.address, payload: '{}' };
    const counts = await (
      await flood(
        town,
        'mallory',
        Array.from({ length: 300 }, () => open),
      )
    ).answers;
    expect(counts).toEqual(
      new Map([
        ['ok', LIMITS.uploadsOpenEach],
        ['QUEUE_FULL', 300 - LIMITS.uploadsOpenEach],
      ]),
    );
    const bytes = randomBytes(300_000);
    const { digest } = await town.ada.artifacts.put(bytes);
    expect(await town.ada.artifacts.get(digest)).toEqual(new Uint8Array(bytes));
  });

  test('who sends input that is costly to parse is refused before it is parsed', { timeout: 90_000 }, async () => {
    await using town = await openTown();
    const before = await town.ada.health();
    const shots = Array.from({ length: 96 }, (_, n) => validate(`${BOMBS[n % BOMBS.length]}# ${n}`));
    const { answers } = await flood(town, 'mallory', shots);
    expectServed(await serviceFor(town), before);
    const counts = await answers;
    for (const code of counts.keys()) expect(['PAYLOAD_TOO_LARGE', 'PLAN_INVALID', 'QUEUE_FULL']).toContain(code);
  });

  test(
    'and another one, who ask for large lists again and again, wait for each other',
    { timeout: 90_000 },
    async () => {
      await using town = await openTown();
      for (let n = 0; n < 100; n += 1) await town.ada.runs.submit({ plan: plan(1), idempotencyKey: key() });
      const before = await town.ada.health();
      const list = { subject: ENDPOINTS.controlRunList.address, payload: '{"limit":500}' };
      const { runId } = await town.ada.runs.submit({ plan: plan(255), idempotencyKey: key() });
      const get = { subject: ENDPOINTS.controlRunGet.address, payload: JSON.stringify({ runId }) };
      const floods = await Promise.all([
        flood(
          town,
          'mallory',
          Array.from({ length: 700 }, () => list),
        ),
        flood(
          town,
          'trudy',
          Array.from({ length: 700 }, () => get),
        ),
      ]);
      expectServed(await serviceFor(town), before);
      for (const { answers } of floods) expect([...(await answers).keys()].toSorted()).toEqual(['QUEUE_FULL', 'ok']);
    },
  );

  test(
    'who asks the runtime without end leaves it to the control plane and its jobs',
    { timeout: 90_000 },
    async () => {
      await using town = await openTown();
      const before = await town.ada.health();
      const daemon = await town.stage.runtime.health();
      const asked: Shot[] = [
        { subject: ENDPOINTS.runtimeCapabilityList.address, payload: '{"limit":500}' },
        { subject: ENDPOINTS.runtimeCapabilityGet.address, payload: JSON.stringify({ name: SKILL }) },
        { subject: ENDPOINTS.runtimeJobGet.address, payload: '{"jobId":"nobodys_t0_1"}' },
      ];
      const { answers } = await flood(
        town,
        'mallory',
        Array.from({ length: 3_000 }, (_, n) => asked[n % asked.length] ?? validate('')),
      );
      const service = await serviceFor(town);
      expectServed(service, before);
      const { runId } = await town.ada.runs.submit({ plan: plan(1), idempotencyKey: key() });
      await eventually(async () => (await town.ada.runs.get(runId)).result === 'success');
      const after = await town.stage.runtime.health();
      expect(after.eventLoop?.over250Ms).toBe(daemon.eventLoop?.over250Ms);
      expect(after.memory?.rssBytes).toBeLessThan(RSS_MAX);
      expect([...(await answers).keys()].toSorted()).toEqual(['QUEUE_FULL', 'ok']);
    },
  );

  test('who has a wide plan run does not occupy the control plane for long', { timeout: 90_000 }, async () => {
    await using town = await openTown();
    const before = await town.ada.health();
    const costly = '${{ inputs.list.all(x, inputs.list.all(y, x + y > 0)) ? 2 : 3 }}';
    const wide = `inputs: { type: object, properties: { list: { type: array } } }\n${plan(200, `{ lines: "${costly}", seconds: 0 }`)}`;
    const list = Array.from({ length: 500 }, (_, n) => n + 1);
    const { runId } = await town.ada.runs.submit({ plan: wide, inputs: { list }, idempotencyKey: key() });
    expectServed(await serviceFor(town), before);
    await eventually(async () => (await town.ada.runs.get(runId)).state === 'finished', { timeoutMs: 60_000 });
    expect((await town.ada.health()).eventLoop?.over250Ms).toBe(before.eventLoop?.over250Ms);
  });

  test('who sends more than can be read in time interrupts no work', { timeout: 90_000 }, async () => {
    await using town = await openTown();
    const large = { plan: plan(1), inputs: { text: 'x'.repeat(900_000) } };
    const put = await town.ada.artifacts.put(randomBytes(10));
    const shots = Array.from({ length: 300 }, (_, n): Shot =>
      n % 2 === 0
        ? { subject: ENDPOINTS.controlPlanValidate.address, payload: JSON.stringify(large) }
        : { subject: ENDPOINTS.runtimeArtifactGet.address, payload: JSON.stringify({ ...put, ...large.inputs }) },
    );
    const { runId } = await town.ada.runs.submit({
      plan: plan(20, '{ lines: 2, seconds: 1 }'),
      idempotencyKey: key(),
    });
    const { answers } = await flood(town, 'mallory', shots);
    await answers;
    await eventually(async () => (await town.ada.runs.get(runId)).result === 'success', { timeoutMs: 30_000 });
    const lost = town.planes
      .flatMap(({ log }) => log)
      .filter(({ msg, connection }) => msg === 'bus disconnected' && !String(connection).endsWith(' requests'));
    expect(lost).toEqual([]);
    expect((await town.stage.raw.read('JOB_EVENTS')).filter(({ subject }) => subject.endsWith('.retrying'))).toEqual(
      [],
    );
  });
});
