// The tap on a real broker: a good story without a finding, and each planted fault found.
import { headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { subjects } from '@dome/contracts';

import { startPlanesServer } from '../src/planes-server.ts';
import type { PlanesServer } from '../src/planes-server.ts';
import { startWireTap } from '../src/wire-tap.ts';
import type { WireReport } from '../src/wire-tap-judge.ts';
import { command, example, failure, log, note, run, start } from './wire-story.ts';
import type { Written } from './wire-story.ts';

const REQUEST_MS = 2_000;

interface Wire {
  readonly planes: PlanesServer;
  as(user: string): NatsConnection;
  /** The sequence at which it was stored. */
  write(user: string, written: Written): Promise<number>;
  serve(user: string, subject: string, reply: unknown, headers?: Record<string, string>): Promise<Disposable>;
}

function headersOf(pairs: Readonly<Record<string, string>>): ReturnType<typeof headers> {
  const built = headers();
  for (const [name, value] of Object.entries(pairs)) built.set(name, value);
  return built;
}

const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value));

async function wireOn(planes: PlanesServer): Promise<Wire> {
  const users = new Map<string, NatsConnection>();
  for (const name of ['dome', 'domed', 'ada']) users.set(name, await planes.connectAs(name));
  const as = (user: string): NatsConnection => users.get(user) ?? expect.fail(`${user} is not connected`);
  return {
    planes,
    as,
    write: async (user, { subject, event, headers: pairs }) => {
      const ack = await as(user).request(subject, bytesOf(event), { headers: headersOf(pairs), timeout: REQUEST_MS });
      return ack.json<{ seq?: number }>().seq ?? 0;
    },
    serve: async (user, subject, reply, pairs = {}) => {
      const callback = (
        _error: Error | null,
        message: { respond: (data: Uint8Array, options: object) => boolean },
      ): void => void message.respond(bytesOf(reply), { headers: headersOf(pairs) });
      const subscription = as(user).subscribe(subject, { callback });
      await as(user).flush();
      return { [Symbol.dispose]: () => subscription.unsubscribe() };
    },
  };
}

/** Everything of one job and one run, with the sequences the broker gave. */
async function goodStory(wire: Wire): Promise<void> {
  for (const written of run()) await wire.write('dome', written);
  await wire.write('dome', command());
  const epoch = await wire.write('domed', start());
  let endSequence = 0;
  for (const written of log(epoch)) endSequence = await wire.write('domed', written);
  await wire.write('domed', note());
  await wire.write('domed', failure(epoch, endSequence));
  using _jobs = await wire.serve('domed', subjects.runtimeJobGet(), example('JobGetReply'));
  for (const user of ['ada', 'dome'])
    await wire.as(user).request(subjects.runtimeJobGet(), bytesOf(example('JobGetRequest')));
  const problem = example('Problem') as { code: string; status: number; title: string };
  using _runs = await wire.serve('dome', subjects.controlRunGet(), problem, {
    'Nats-Service-Error-Code': String(problem.status),
    'Nats-Service-Error': `${problem.code}: ${problem.title}`,
  });
  await wire.as('ada').request(subjects.controlRunGet(), bytesOf(example('RunGetRequest')));
  using _parts = await wire.serve('domed', subjects.runtimeArtifactGet(), Uint8Array.of(1, 2, 3), { 'Dome-Size': '3' });
  await wire.as('ada').request(subjects.runtimeArtifactGet(), bytesOf(example('ArtifactGetRequest')));
  await traffic(wire);
}

/** The other traffic of clients and broker: reads, buckets, deliveries, acknowledgements, discovery. */
async function traffic(wire: Wire): Promise<void> {
  const domed = wire.as('domed');
  const next = JSON.stringify({ batch: 1, no_wait: true });
  const noMux = { noMux: true, timeout: REQUEST_MS };
  const taken = await domed.request('$JS.API.CONSUMER.MSG.NEXT.SKILL_COMMANDS.domed_default_node-test', next, noMux);
  await domed.request(taken.reply ?? '', '+ACK');
  const event = await wire.as('dome').request('DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs', next, noMux);
  await wire.as('dome').request(event.reply ?? '', '+ACK');
  await wire.as('ada').request('DOMED.API.DIRECT.GET.JOB_LOGS', JSON.stringify({ seq: 1 }));
  await domed.request('$KV.domed_idempotency.a', '{}');
  await domed.request('$JS.API.STREAM.MSG.GET.KV_domed_idempotency', JSON.stringify({ seq: 1 }));
  wire.as('ada').publish('$SRV.PING', '', { reply: '_INBOX_ada.ping' });
  await wire.as('ada').flush();
}

const skills = [{ pool: 'default', skill: 'node-test' }];

test('the good story passes, and messages that it lacks are named', async () => {
  await using planes = await startPlanesServer({ skills });
  await using tap = await startWireTap(planes);
  await goodStory(await wireOn(planes));
  const { findings, seen, unseen } = await tap.report({ ended: true });
  expect(findings).toEqual([]);
  expect(seen).toMatchObject({
    'dev.dome.skill.execute.v1': 1,
    'dev.dome.job.started.v1': 1,
    'dev.dome.job.failed.v1': 1,
    'dev.dome.run.tasks-settled.v1': 1,
    // Heard where it is asked and where it is answered.
    JobGetRequest: 4,
    JobGetReply: 4,
    Problem: 2,
    ArtifactBytes: 2,
  });
  expect(unseen).toContain('dev.dome.job.parked.v1');
  expect(unseen).not.toContain('dev.dome.job.log-ended.v1');
});

describe('a planted fault is found', () => {
  let planes: PlanesServer;
  let wire: Wire;
  beforeAll(async () => {
    planes = await startPlanesServer({ skills });
    wire = await wireOn(planes);
  });
  afterAll(() => planes[Symbol.asyncDispose]());

  async function reported(plant: () => Promise<unknown>): Promise<WireReport> {
    await using tap = await startWireTap(planes);
    await plant();
    return await tap.report();
  }

  const found = async (plant: () => Promise<unknown>): Promise<string> => (await reported(plant)).findings.join('\n');

  test('an undeclared subject', async () => {
    const written = start();
    const subject = `${written.subject}.again.and.again`;
    expect(await found(() => wire.write('domed', { ...written, subject }))).toContain('nobody declared this subject');
  });

  test('a message that is no CloudEvent, and one of an unknown type', async () => {
    const { subject } = log(1)[0] ?? expect.fail('the story has no log');
    const plant = async (): Promise<void> => {
      await wire.as('domed').request(subject, 'plain text');
      await wire.as('domed').request(subject, bytesOf({ ...start().event, type: 'dev.dome.job.began.v1' }));
    };
    expect(await found(plant)).toContain('the contract has no event type');
  });

  test('a missing content type: a structured event is read as binary', async () => {
    const written = start();
    delete written.headers['Content-Type'];
    expect(await found(() => wire.write('domed', written))).toContain('the contract has no event type undefined');
  });

  test('another message id', async () => {
    const written = start();
    written.headers['Nats-Msg-Id'] = 'something-else';
    expect(await found(() => wire.write('domed', written))).toContain('its message id is something-else');
  });

  test('a member that breaks its schema, and an undeclared one', async () => {
    const broken = start();
    Object.assign(broken.event.data, { deliveryCount: 0 });
    expect(await found(() => wire.write('domed', broken))).toContain('/data/deliveryCount');
    const misspelt = start();
    Object.assign(misspelt.event.data, { deliverCount: 1 });
    expect(await found(() => wire.write('domed', misspelt))).toContain('/data/deliverCount is not declared');
  });

  test('an event of another phase, job, run or skill than its subject', async () => {
    const chain = { skill: 'node-test', runId: 'release-x', jobId: 'another' };
    const other = { ...start(), subject: subjects.jobTransition({ ...chain, phase: 'failed' }) };
    const said = await found(() => wire.write('domed', other));
    expect(said).toContain('the phase of its subject is failed, its own started');
    expect(said).toContain('the jobId of its subject is another');
    expect(said).toContain('the runId of its subject is release-x');
  });

  test('an event on the channel of another', async () => {
    const [record] = log(1);
    const misplaced = { ...start(), subject: record?.subject ?? '' };
    expect(await found(() => wire.write('domed', misplaced))).toContain(
      'dev.dome.job.started.v1 does not belong on dome.log',
    );
  });

  test('a transition without compare-and-set, or over less than its chain', async () => {
    const bare = start();
    bare.headers = { 'Content-Type': 'application/cloudevents+json', 'Nats-Msg-Id': bare.event.id };
    expect(await found(() => wire.write('domed', bare))).toContain('without an expected last sequence');
    const narrow = start();
    narrow.headers['Nats-Expected-Last-Subject-Sequence-Subject'] = narrow.subject;
    expect(await found(() => wire.write('domed', narrow))).toContain('its expectation is over');
  });

  test('a request that breaks its schema, a reply that does, a problem without its headers', async () => {
    using _jobs = await wire.serve('domed', subjects.runtimeJobGet(), { jobId: 7 });
    using _runs = await wire.serve('dome', subjects.controlRunGet(), example('Problem'));
    const said = await found(async () => {
      await wire.as('ada').request(subjects.runtimeJobGet(), '{}');
      await wire.as('ada').request(subjects.controlRunGet(), bytesOf(example('RunGetRequest')));
    });
    expect(said).toContain('the request of job.get /jobId');
    expect(said).toContain('the reply of dome.svc.domed.job.get: the reply of job.get');
    expect(said).toContain('the reply of dome.svc.dome.run.get: the reply of run.get');
  });

  test('a problem whose headers say something else', async () => {
    const headersOfAnother = { 'Nats-Service-Error-Code': '404', 'Nats-Service-Error': 'NOT_FOUND: another' };
    using _runs = await wire.serve('dome', subjects.controlRunGet(), example('Problem'), headersOfAnother);
    const plant = (): Promise<unknown> =>
      wire.as('ada').request(subjects.controlRunGet(), bytesOf(example('RunGetRequest')));
    expect(await found(plant)).toContain('its headers say 404, NOT_FOUND: another, not 422, INPUT_INVALID: ');
  });

  test('a request without an answer', async () => {
    const plant = async (): Promise<void> => {
      wire.as('ada').publish(subjects.controlRunList(), '{}');
      await wire.as('ada').flush();
    };
    expect(await found(plant)).toContain('a request without a reply subject');
  });

  test('a live message that is no copy of the record', async () => {
    const live = subjects.liveRun({ plan: 'release', runId: 'release-x', phase: 'finished' });
    const plant = async (): Promise<void> => {
      wire.as('ada').publish('DOMED.API.DIRECT.GET.JOB_EVENTS', JSON.stringify({ seq: 1 }), { reply: live });
      await wire.as('ada').request('DOMED.API.DIRECT.GET.JOB_EVENTS', JSON.stringify({ seq: 1 }));
    };
    expect(await found(plant)).toContain('it does not bear the stamp of the record');
  });
});

test('an illegal chain, a gap in a log, and a run out of order are found', async () => {
  await using planes = await startPlanesServer({ skills });
  await using tap = await startWireTap(planes);
  const wire = await wireOn(planes);
  const epoch = await wire.write('domed', start());
  const [first, , , marker] = log(epoch);
  if (first === undefined || marker === undefined) expect.fail('the story has no log');
  Object.assign(first.event.data, { firstLine: 2 });
  await wire.write('domed', first);
  await wire.write('domed', marker);
  const stale = failure(epoch + 1, 99);
  stale.headers['Nats-Expected-Last-Subject-Sequence'] = String(epoch);
  await wire.write('domed', stale);
  const again = start();
  again.event.id = 'again';
  again.headers['Nats-Msg-Id'] = 'again';
  again.headers['Nats-Expected-Last-Subject-Sequence'] = String(epoch + 1);
  await wire.write('domed', again);
  const [submitted, , wave] = run();
  if (submitted === undefined || wave === undefined) expect.fail('the story has no run');
  await wire.write('dome', submitted);
  wave.headers['Nats-Expected-Last-Subject-Sequence'] = '1';
  await wire.write('dome', wave);
  const { findings } = await tap.report({ ended: true });
  const said = findings.join('\n');
  expect(said).toMatch(/job node-test\/\S+: transition 2: epoch/);
  expect(said).toMatch(/job node-test\/\S+: transition 3: after-terminal/);
  expect(said).toMatch(/log of \S+: the end marker is \d+, the terminal says 99/);
  expect(said).toMatch(/log of \S+: attempt 1: lines 1 to 1 are missing/);
  expect(said).toMatch(/run release\/\S+: wave 1 of iteration 1 starts out of order/);
  expect(said).toMatch(/run release\/\S+: the run has no end/);
});
