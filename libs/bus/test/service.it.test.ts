import { RequestError, TimeoutError } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { connectBus, serviceInstances, startService } from '@dome/bus';
import type { ServiceRequest } from '@dome/bus';
import { DomeError, LANES } from '@dome/contracts';
import { askService, eventually } from '@dome/testkit';

import type { ServiceDeclaration } from '../src/service.ts';
import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

function declarationOf(handler: (call: ServiceRequest) => Promise<Uint8Array> | Uint8Array): ServiceDeclaration {
  return {
    name: 'domed',
    version: '0.1.0',
    description: 'the runtime',
    metadata: { pool: 'default' },
    endpoints: [
      { name: 'capability-list', subject: 'svc.domed.capability.list', metadata: { schema: 'x' }, handler },
      { name: 'everyone', subject: 'svc.domed.everyone', answeredBy: 'each', handler },
    ],
  };
}

async function ask(bus: TestBus, payload: string): Promise<string> {
  const reply = await askService(bus.nc, { subject: 'svc.domed.capability.list', payload: bytes(payload) });
  return text(reply.data);
}

test('a request is answered, and what the handler throws comes back as the same error', async () => {
  await using bus = await startTestBus();
  const handler = async ({ payload }: ServiceRequest): Promise<Uint8Array> => {
    await Promise.resolve();
    if (text(payload) === 'bad') {
      throw new DomeError('INPUT_INVALID', { detail: 'no name', pointer: '/name', hint: 'give a name' });
    }
    if (text(payload) === 'broken') throw new TypeError('secret path /etc/passwd');
    if (text(payload) === 'large') return new Uint8Array(2_000_000);
    return bytes(`got ${text(payload)}`);
  };
  bus.keep(await startService(bus.nc, declarationOf(handler)));
  expect(await ask(bus, 'this')).toBe('got this');
  await expect(ask(bus, 'bad')).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: 'no name',
    fields: { pointer: '/name', hint: 'give a name' },
  });
  const broken = ask(bus, 'broken');
  await expect(broken).rejects.toMatchObject({ code: 'INTERNAL' });
  await expect(broken).rejects.not.toThrow(/secret/);
  await expect(ask(bus, 'large')).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });

  const raw = await bus.nc.request('svc.domed.capability.list', 'bad');
  expect(raw.headers?.get('Nats-Service-Error-Code')).toBe('422');
  expect(raw.headers?.get('Nats-Service-Error')).toContain('INPUT_INVALID');
  expect(raw.json()).toMatchObject({ code: 'INPUT_INVALID', status: 422, pointer: '/name', retryable: false });
});

test('every instance of a service is found by its id, and none of what else answers', async () => {
  await using bus = await startTestBus();
  expect(await serviceInstances(bus.nc, 'domed')).toEqual([]);
  for (const instance of ['domed-b', 'domed-a', 'domed.x']) {
    const declared = { ...declarationOf(() => bytes('')), metadata: { instance } };
    bus.keep(await startService(bus.nc, declared));
  }
  bus.nc.subscribe('$SRV.PING.domed', { callback: (_error, message) => void message.respond('no JSON') });
  expect(await serviceInstances(bus.nc, 'domed')).toEqual(['domed-a', 'domed-b']);
});

test('the service reports what it is and what it did, as `nats service` asks', async () => {
  await using bus = await startTestBus();
  const handler = ({ payload }: ServiceRequest): Uint8Array => {
    if (payload.length === 0) throw new DomeError('INVALID_REQUEST');
    return payload;
  };
  const service = bus.keep(await startService(bus.nc, declarationOf(handler)));
  await ask(bus, 'x');
  await ask(bus, 'y');
  await expect(ask(bus, '')).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  const identity = { name: 'domed', id: service.id, version: '0.1.0', metadata: { pool: 'default' } };
  for (const scope of ['', '.domed', `.domed.${service.id}`]) {
    const ping = await bus.nc.request(`$SRV.PING${scope}`);
    expect(ping.json()).toEqual({ type: 'io.nats.micro.v1.ping_response', ...identity });
  }
  expect((await bus.nc.request('$SRV.INFO.domed')).json()).toEqual({
    type: 'io.nats.micro.v1.info_response',
    ...identity,
    description: 'the runtime',
    endpoints: [
      { name: 'capability-list', subject: 'svc.domed.capability.list', queue_group: 'q', metadata: { schema: 'x' } },
      { name: 'everyone', subject: 'svc.domed.everyone', queue_group: '', metadata: {} },
    ],
  });
  const stats = (await bus.nc.request('$SRV.STATS.domed')).json<{ endpoints: Record<string, unknown>[] }>();
  expect(stats.endpoints[0]).toMatchObject({ num_requests: 3, num_errors: 1, queue_group: 'q' });
  expect(stats.endpoints[0]?.['last_error']).toContain('INVALID_REQUEST');
  expect(stats.endpoints[0]?.['processing_time']).toBeGreaterThan(0);
});

test('a service that stops answers what it took, and then nobody serves the subject', async () => {
  await using bus = await startTestBus();
  const gate = Promise.withResolvers<void>();
  let taken = 0;
  const service = await startService(
    bus.nc,
    declarationOf(async ({ payload }) => {
      taken++;
      await gate.promise;
      return payload;
    }),
  );
  const asked = ask(bus, 'in work');
  await eventually(() => taken === 1);
  let hasStopped = false;
  const stopped = service.stop().then(() => (hasStopped = true));
  for (let round = 0; round < 3; round++) await bus.nc.flush();
  expect(hasStopped).toBe(false);
  gate.resolve();
  await stopped;
  expect(await asked).toBe('in work');
  const late = await ask(bus, 'late').catch((error: unknown) => error);
  expect(late instanceof RequestError && late.isNoResponders()).toBe(true);
});

test('one instance of the group answers, a slow one runs into the time-out, a full one says so', async () => {
  await using bus = await startTestBus();
  const hits = [0, 0];
  for (const index of [0, 1]) {
    const handler = ({ payload }: ServiceRequest): Uint8Array => {
      hits[index] = (hits[index] ?? 0) + 1;
      return payload;
    };
    bus.keep(await startService(bus.nc, declarationOf(handler)));
  }
  await Promise.all(Array.from({ length: 40 }, () => ask(bus, 'x')));
  expect((hits[0] ?? 0) + (hits[1] ?? 0)).toBe(40);

  const gate = Promise.withResolvers<void>();
  const handler = async ({ payload }: ServiceRequest): Promise<Uint8Array> => {
    await gate.promise;
    return payload;
  };
  const slow = { name: 'slow', subject: 'svc.slow', handler };
  const lanes = { waiting: { ...LANES.waiting, inHandMax: 1, queuedEachMax: 1 } };
  bus.keep(await startService(bus.nc, { name: 'slow', version: '1.0.0', endpoints: [slow], lanes }));
  const call = { subject: 'svc.slow', payload: bytes('x') };
  for (const _one of ['in hand', 'queued']) {
    await expect(askService(bus.nc, { ...call, timeoutMs: 100 })).rejects.toBeInstanceOf(TimeoutError);
  }
  await expect(askService(bus.nc, call)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  gate.resolve();
});

const ACCOUNTS = `
accounts {
  CONTROL: {
    users: [
      { user: control, password: x }
      { user: deaf, password: x, permissions: { subscribe: { deny: "svc.dome.>" } } }
    ]
    exports: [{ service: "svc.dome.>" }]
  }
  PEOPLE: {
    users: [{ user: ada, password: x }, { user: mallory, password: x }]
    imports: [{ service: { account: CONTROL, subject: "svc.dome.>" }, share: true }]
  }
}
no_auth_user: control`;

test('the broker stamps who asks across accounts, and a forged stamp does not pass', async () => {
  await using server = await startTestBusWithoutJetStream();
  const { nc, ada } = server;
  const seen: unknown[] = [];
  const handler = ({ requestInfo }: ServiceRequest): Uint8Array => {
    seen.push(requestInfo);
    return bytes('ok');
  };
  await using _service = await startService(nc, {
    name: 'dome',
    version: '1.0.0',
    endpoints: [{ name: 'run-submit', subject: 'svc.dome.run.submit', handler }],
  });
  const call = { subject: 'svc.dome.run.submit', payload: bytes('{}') };
  await askService(ada, call);
  await askService(ada, { ...call, headers: { 'Nats-Request-Info': '{"acc":"PEOPLE","user":"eve"}' } });
  const stamp = { account: 'PEOPLE', user: 'ada', clientName: 'ada-client' };
  expect(seen).toEqual([stamp, stamp]);
  await askService(nc, { ...call, headers: {} });
  expect(seen).toEqual([stamp, stamp, undefined]);
});

test('a person who floods waits for herself, on however many connections: others are answered, and $SRV shows it', async () => {
  await using server = await startTestBusWithoutJetStream();
  const gate = Promise.withResolvers<void>();
  const handler = async ({ requestInfo }: ServiceRequest): Promise<Uint8Array> => {
    if (requestInfo?.user === 'mallory') await gate.promise;
    return bytes('ok');
  };
  const subject = 'svc.dome.plan.validate';
  await using _service = await startService(server.nc, {
    name: 'dome',
    version: '1.0.0',
    endpoints: [{ name: 'plan-validate', subject, lane: 'heavy', handler }],
  });
  const connections = await Promise.all(Array.from({ length: 8 }, () => server.connectAs('mallory')));
  const calls = Array.from({ length: 400 }, (_, n) => {
    const nc = connections[n % connections.length] ?? server.ada;
    return askService(nc, { subject, payload: bytes('x') }).then(
      () => 'ok',
      (error: unknown) => (error instanceof DomeError ? error.code : 'broken'),
    );
  });
  await Promise.all(connections.map((nc) => nc.flush()));
  for (let n = 0; n < 3; n += 1)
    expect(text((await askService(server.ada, { subject, payload: bytes('') })).data)).toBe('ok');
  const stats = (await server.nc.request('$SRV.STATS.dome')).json<{ endpoints: Record<string, unknown>[] }>();
  expect(stats.endpoints[0]).toMatchObject({ num_requests: 403 });
  gate.resolve();
  const answers = await Promise.all(calls);
  const { queuedEachMax, inHandEachMax } = LANES.heavy;
  expect(answers.filter((one) => one === 'ok')).toHaveLength(queuedEachMax + inHandEachMax);
  expect(answers.filter((one) => one === 'QUEUE_FULL')).toHaveLength(400 - queuedEachMax - inHandEachMax);
});

test('a user whose subscription the broker refuses learns it at the start', async () => {
  await using server = await startTestBusWithoutJetStream();
  const deaf = await connectBus({ servers: server.url, name: 'deaf', user: 'deaf', password: 'x' });
  const endpoint = { name: 'a', subject: 'svc.dome.a', handler: () => bytes('') };
  const refused = startService(deaf, { name: 'dome', version: '1.0.0', endpoints: [endpoint] });
  await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await deaf.close();
});

async function startTestBusWithoutJetStream() {
  const stack = new AsyncDisposableStack();
  const { startTestServer } = await import('@dome/testkit');
  const server = stack.use(await startTestServer({ config: ACCOUNTS }));
  const nc = await connectBus({ servers: server.url, name: 'control', user: 'control', password: 'x' });
  stack.defer(() => nc.close());
  const connectAs = async (user: string): Promise<typeof nc> => {
    const person = await connectBus({ servers: server.url, name: `${user}-client`, user, password: 'x' });
    stack.defer(() => person.close());
    return person;
  };
  return {
    nc,
    ada: await connectAs('ada'),
    connectAs,
    url: server.url,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
