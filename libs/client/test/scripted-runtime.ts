// The other side of the wire, scripted: it answers the services of the contract with what a test gives it, over real
// streams.
import { headers } from '@nats-io/transport-node';
import type { Msg, NatsConnection } from '@nats-io/transport-node';

import { connectBus, createPublisher, readChainFromLeader } from '@dome/bus';
import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { DomeError, openRequest, structureDigest, toDomeError } from '@dome/contracts';
import type { Announcement, Descriptor, EndpointName, EndpointTypes, ProblemBody } from '@dome/contracts';
import { createRuntimeClient } from '@dome/client';
import type { RuntimeClient } from '@dome/client';
import { startTestServer } from '@dome/testkit';
import type { TestServer } from '@dome/testkit';

export interface Bench extends AsyncDisposable {
  readonly server: TestServer;
  /** The connection of the scripted side. */
  readonly far: NatsConnection;
  readonly near: NatsConnection;
  readonly client: RuntimeClient;
  storedCommands(): Promise<number>;
}

/** A broker with the whole topology in one account, a connection for each side, and the client under test. */
export async function startBench(options: { nowMs?: () => number } = {}): Promise<Bench> {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startTestServer());
  const far = await connectBus({ servers: server.url, name: 'far' });
  stack.defer(() => far.close());
  const near = await connectBus({ servers: server.url, name: 'near', inboxPrefix: '_INBOX_near' });
  stack.defer(() => near.close());
  const overrides = { storeBytesMax: server.storeBytesMax };
  await applyTopology(far, declaredTopology({ account: 'DOMED', overrides }));
  await applyTopology(far, declaredTopology({ account: 'DOME', overrides }));
  const publisher = stack.use(createPublisher(near));
  const client = createRuntimeClient(near, {
    apiPrefix: '$JS.API',
    publisher,
    source: '/dome/test',
    clock: { now: options.nowMs ?? Date.now },
    ask: { patienceMs: 300, timeoutMs: 1_000 },
    freshMs: 60_000,
  });
  return {
    server,
    far,
    near,
    client,
    storedCommands: async () => (await readChainFromLeader(far, { stream: 'SKILL_COMMANDS', filter: '>' })).length,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Answer<Name extends EndpointName> = (
  request: EndpointTypes[Name]['request'],
  message: Msg,
) => EndpointTypes[Name]['reply'] | Promise<EndpointTypes[Name]['reply']>;

/** Answers on `subject` until the connection closes; an error thrown by the answer is sent back as a problem. */
export function answer<Name extends EndpointName>(
  nc: NatsConnection,
  endpoint: Name,
  of: { subject: string; answer: Answer<Name>; headers?: Record<string, string> },
): void {
  nc.subscribe(of.subject, {
    callback: (_error, message) => {
      void reply(message, async () => await of.answer(openRequest(endpoint, message.data), message), of.headers ?? {});
    },
  });
}

async function reply(message: Msg, make: () => Promise<unknown>, more: Record<string, string>): Promise<void> {
  const made = headers();
  for (const [name, value] of Object.entries(more)) made.set(name, value);
  try {
    const value = await make();
    const payload = value instanceof Uint8Array ? value : JSON.stringify(value);
    message.respond(payload, { headers: made });
  } catch (error) {
    const problem: ProblemBody = toDomeError(error).toProblem();
    made.set('Nats-Service-Error-Code', String(problem.status));
    made.set('Nats-Service-Error', problem.code);
    message.respond(JSON.stringify(problem), { headers: made });
  }
}

export function descriptorOf(more: Partial<Descriptor> = {}): Descriptor {
  return {
    name: 'lint',
    version: '1.2.0',
    title: 'Lint',
    description: 'Runs the linter.',
    inputSchema: {
      type: 'object',
      required: ['dir'],
      properties: { dir: { type: 'string' }, level: { enum: ['low', 'high'] } },
      additionalProperties: false,
    },
    outputSchema: { type: 'object' },
    hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    needs: { workspace: 'ro' },
    permissions: [],
    sideEffects: [],
    timeouts: { queueMs: 1_000, executionMs: 2_000, heartbeatMs: 2_000, totalMs: 10_000 },
    retry: {
      initialIntervalMs: 100,
      backoffCoefficient: 2,
      maximumIntervalMs: 1_000,
      maximumAttempts: 3,
      nonRetryable: [],
    },
    contentDigest: `sha256:${'0'.repeat(64)}`,
    ...more,
  };
}

export function announcementOf(descriptor: Descriptor, more: Partial<Announcement> = {}): Announcement {
  const { name, version, title, hints } = descriptor;
  return {
    name,
    version,
    title,
    hints,
    summary: descriptor.description,
    descriptorDigest: structureDigest(descriptor),
    pool: 'default',
    slots: 4,
    instance: 'domed-1',
    labels: {},
    ...more,
  };
}

export interface Fleet {
  announcements: Announcement[];
  descriptors: Descriptor[];
  /** How often each endpoint was called. */
  readonly asked: { list: number; get: number };
}

/** Discovery as the fleet would answer it. */
export function answerDiscovery(nc: NatsConnection, descriptors: Descriptor[]): Fleet {
  const fleet: Fleet = {
    announcements: descriptors.map((one) => announcementOf(one)),
    descriptors,
    asked: { list: 0, get: 0 },
  };
  answer(nc, 'runtimeCapabilityList', {
    subject: 'dome.svc.domed.capability.list',
    answer: ({ name, pool }) => {
      fleet.asked.list++;
      const named = fleet.announcements.filter((one) => name === undefined || one.name === name);
      return { capabilities: named.filter((one) => pool === undefined || one.pool === pool) };
    },
  });
  answer(nc, 'runtimeCapabilityGet', {
    subject: 'dome.svc.domed.capability.get',
    answer: ({ digest }) => {
      fleet.asked.get++;
      const announcements = fleet.announcements.filter((one) => one.descriptorDigest === digest);
      const [announced] = announcements;
      const descriptor = fleet.descriptors.find(({ name }) => name === announced?.name);
      if (descriptor === undefined || digest === undefined) throw new DomeError('NOT_FOUND');
      return { descriptor, descriptorDigest: digest, announcements };
    },
  });
  return fleet;
}
