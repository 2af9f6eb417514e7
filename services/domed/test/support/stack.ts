// A broker with the four accounts, real daemons on it, and a sender with the control plane's credentials who sends commands
// and reads the results by the contract alone, so that no fault can hide in the client.
import { fileURLToPath } from 'node:url';

import { createPublisher, readChain } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import {
  checkChain,
  commandMessageId,
  CONTENT_TYPE,
  ENDPOINTS,
  filters,
  JOB_PHASE_NAMES,
  jobIdFor,
  openEvent,
  openReply,
  requestDigestOf,
} from '@dome/contracts';
import { sealEvent, STREAMS, structureDigest, subjects } from '@dome/contracts';
import type {
  AnyEvent,
  CapabilityGetReply,
  ChainLink,
  EndpointName,
  EndpointTypes,
  SkillExecute,
  WrittenTrace,
} from '@dome/contracts';
import { askService, eventually, startDaemon, startPlanesServer } from '@dome/testkit';
import type { PlanesServer, PlanesServerOptions } from '@dome/testkit';

import { uploadBytes } from './upload.ts';

export const fixtures = fileURLToPath(new URL('../fixtures/skills', import.meta.url));
type Connection = Awaited<ReturnType<PlanesServer['connectAs']>>;

export interface Daemon extends AsyncDisposable {
  readonly instance: string;
  readonly pid: number;
  readonly log: readonly Record<string, unknown>[];
  kill(signal: NodeJS.Signals): Promise<number | undefined>;
}

export interface Job {
  readonly skill: string;
  readonly runId: string;
  readonly jobId: string;
}

export interface Seen {
  readonly sequence: number;
  readonly subject: string;
  readonly event: AnyEvent;
}

export interface CommandSpec {
  readonly skill: string;
  /** Undefined: the highest that is announced when the first command of the skill is sent. */
  readonly version?: string;
  readonly input?: Record<string, unknown>;
  readonly key?: string;
  readonly runId?: string;
  /** Merged into the finished command: this makes wrong ones. */
  readonly over?: Partial<SkillExecute>;
  /** The skill of the subject, if it differs from the command's. */
  readonly subjectSkill?: string;
  readonly trace?: WrittenTrace;
}

export interface Stack extends AsyncDisposable {
  readonly server: PlanesServer;
  readonly nc: Connection;
  daemon(options?: { instance?: string; slots?: number; env?: Record<string, string> }): Promise<Daemon>;
  send(spec: CommandSpec): Promise<Job>;
  sendBytes(skill: string, payload: Uint8Array): Promise<number>;
  ask<Name extends EndpointName>(
    name: Name,
    body: EndpointTypes[Name]['request'],
  ): Promise<EndpointTypes[Name]['reply']>;
  /** All chunks and the commit of an upload that was opened. */
  upload(to: { upload: string; instance: string }, bytes: Uint8Array): Promise<void>;
  chain(job: Job): Promise<Seen[]>;
  notes(job: Job): Promise<Seen[]>;
  logs(job: Job): Promise<Seen[]>;
  /** Waits until the chain has its terminal. */
  ended(job: Job, timeoutMs?: number): Promise<Seen[]>;
  /** Waits until the chain shows the phase as its last. */
  reaches(job: Job, phase: string, timeoutMs?: number): Promise<Seen[]>;
}

export async function startStack(of: {
  skills: readonly string[];
  ackWaitMs?: number;
  skillsDir?: string;
  /** What the server may store, and where: by default as the testkit chooses. */
  store?: Pick<PlanesServerOptions, 'storeBytesMax' | 'storeDir'>;
}): Promise<Stack> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(
    await startPlanesServer({
      skills: of.skills.map((skill) => ({ pool: 'default', skill })),
      ackWaitMs: of.ackWaitMs ?? 2_000,
      ...of.store,
    }),
  );
  const nc = await server.connectAs('dome');
  const publisher = stack.use(createPublisher(nc));
  const owned = stack.move();
  const capabilities = new Map<string, CapabilityGetReply>();

  const ask: Stack['ask'] = async (name, body) => {
    const payload = new TextEncoder().encode(JSON.stringify(body));
    const reply = await askService(nc, { subject: ENDPOINTS[name].address, payload });
    return openReply(name, reply.data);
  };
  const capability = async (name: string, range = '*'): Promise<CapabilityGetReply> => {
    const key = `${name}@${range}`;
    const known = capabilities.get(key) ?? (await ask('runtimeCapabilityGet', { name, range }));
    capabilities.set(key, known);
    return known;
  };
  const read = (stream: string, filter: string): Promise<Seen[]> => readEvents(nc, stream, filter);
  const chain = ({ skill, runId, jobId }: Job): Promise<Seen[]> =>
    read(STREAMS.JOB_EVENTS, filters.jobTransition({ skill, runId, jobId }));
  const until = (job: Job, holds: (seen: Seen[]) => boolean, timeoutMs: number): Promise<Seen[]> =>
    eventually(
      async () => {
        const seen = await chain(job);
        if (!holds(seen)) throw new Error(`the chain shows ${phasesOf(seen).join(' ') || 'nothing'}`);
        return seen;
      },
      { timeoutMs },
    );

  return {
    server,
    nc,
    ask,
    chain,
    upload: (to, bytes) => uploadBytes(nc, to, bytes),
    daemon: async (options = {}) =>
      owned.use(await startDomed(server, { skillsDir: of.skillsDir ?? fixtures, ...options })),
    send: async (spec) => sendCommand(spec, { capability: await capability(spec.skill, spec.version), publisher }),
    sendBytes: async (skill, payload) => publishCommand(publisher, { skill, payload, messageId: crypto.randomUUID() }),
    notes: ({ skill, runId, jobId }) => read(STREAMS.JOB_EVENTS, filters.jobNote({ skill, runId, jobId })),
    logs: ({ runId, jobId }) => read(STREAMS.JOB_LOGS, subjects.jobLog({ runId, jobId })),
    ended: (job, timeoutMs = 15_000) => until(job, (seen) => terminals.has(phasesOf(seen).at(-1) ?? ''), timeoutMs),
    reaches: (job, phase, timeoutMs = 15_000) => until(job, (seen) => phasesOf(seen).at(-1) === phase, timeoutMs),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const terminals = new Set(['succeeded', 'failed', 'refused', 'canceled', 'timed-out', 'parked']);

/** What the contract's own rules find wrong with a chain that has ended. */
export function faultsOf(seen: readonly Seen[]): ReturnType<typeof checkChain> {
  const links = seen.map(({ sequence, event }, index): ChainLink => {
    const { requestDigest, commandSequence, attempt, epoch, counted, supersedes } = event.data as Partial<ChainLink>;
    const phase = JOB_PHASE_NAMES.find((known) => known === phasesOf(seen)[index]) as ChainLink['phase'];
    return { phase, sequence, requestDigest, commandSequence, attempt, epoch, counted, supersedes };
  });
  return checkChain(links, { ended: true });
}

export function phasesOf(seen: readonly Seen[]): string[] {
  return seen.map(({ subject }) => subject.split('.').at(-1) ?? '');
}

export function dataOf(seen: Seen | undefined): Record<string, unknown> {
  if (seen === undefined) throw new Error('there is no such message');
  return { ...seen.event.data };
}

interface StreamState {
  readonly messages: number;
  readonly bytes: number;
}

/** Changes the settings of a stream with its owner's rights; without changes it only reads them. */
export async function setStream(stack: Stack, stream: string, settings: object): Promise<StreamState> {
  const provisioner = await stack.server.connectAs('domed-provisioner');
  const ask = async (subject: string, body = ''): Promise<{ config: object; state: StreamState; error?: object }> =>
    (await provisioner.request(subject, body)).json();
  const { config, state } = await ask(`$JS.API.STREAM.INFO.${stream}`);
  if (Object.keys(settings).length > 0) {
    const { error } = await ask(`$JS.API.STREAM.UPDATE.${stream}`, JSON.stringify({ ...config, ...settings }));
    if (error !== undefined) throw new Error(`the server refuses ${JSON.stringify(error)}`);
  }
  await provisioner.close();
  return state;
}

async function readEvents(nc: Connection, stream: string, filter: string): Promise<Seen[]> {
  const stored = await readChain(nc, { stream, filter, apiPrefix: 'DOMED.API' });
  return stored.map(({ sequence, subject, payload }) => ({ sequence, subject, event: openEvent(payload) }));
}

async function sendCommand(
  spec: CommandSpec,
  of: { capability: CapabilityGetReply; publisher: Publisher },
): Promise<Job> {
  const { descriptor, descriptorDigest } = of.capability;
  const { input = {}, over = {} } = spec;
  const runId = spec.runId ?? `run-${crypto.randomUUID().slice(0, 8)}`;
  const idempotencyKey = spec.key ?? `${runId}_task_1`;
  const jobId = jobIdFor(idempotencyKey);
  const skill = over.skill ?? { name: descriptor.name, version: descriptor.version, descriptorDigest };
  const workspaceDigest = over.workspace?.digest;
  const command: SkillExecute = {
    runId,
    taskId: 'task',
    iteration: 1,
    jobId,
    idempotencyKey,
    skill,
    input,
    pool: 'default',
    requestDigest: requestDigestOf({ skill, inputDigest: structureDigest(over.input ?? input), workspaceDigest }),
    timeouts: descriptor.timeouts,
    notAfter: new Date(Date.now() + 600_000).toISOString(),
    retry: descriptor.retry,
    submittedBy: { user: 'ada', account: 'PEOPLE', attested: true },
    ...over,
  };
  const messageId = commandMessageId({ jobId, requestDigest: command.requestDigest, runId, pool: 'default' });
  const source = '/dome/test';
  const payload = sealEvent({
    type: 'dev.dome.skill.execute.v1',
    id: messageId,
    source,
    subject: jobId,
    timeMs: Date.now(),
    runId,
    data: command,
    ...spec.trace,
  });
  const on = spec.subjectSkill ?? skill.name;
  await publishCommand(of.publisher, {
    skill: on,
    payload,
    messageId: spec.over === undefined ? messageId : crypto.randomUUID(),
  });
  return { skill: on, runId, jobId };
}

async function publishCommand(
  publisher: Publisher,
  of: { skill: string; payload: Uint8Array; messageId: string },
): Promise<number> {
  const published = await publisher.publish({
    subject: subjects.skillExecute({ pool: 'default', skill: of.skill }),
    payload: of.payload,
    messageId: of.messageId,
    headers: { 'Content-Type': CONTENT_TYPE },
  });
  return published.status === 'stored' ? published.sequence : 0;
}

interface DomedOptions {
  readonly skillsDir: string;
  readonly instance?: string;
  readonly slots?: number;
  readonly env?: Record<string, string>;
}

/** Until the broker notices that a member of a queue group is dead, it may pass it a request, which then gets no answer. */
async function forgotten(server: PlanesServer, instance: string): Promise<void> {
  const system = await server.connectAs('system');
  await eventually(async () => {
    const reply = await system.request('$SYS.REQ.SERVER.PING.CONNZ');
    const { connections = [] } = reply.json<{ data: { connections?: { name?: string }[] } }>().data;
    return connections.every(({ name }) => name !== instance);
  });
  await system.close();
}

async function startDomed(server: PlanesServer, { env, ...options }: DomedOptions): Promise<Daemon> {
  const plane = await startDaemon({
    server,
    slots: 4,
    ...options,
    env: { DOME_DRIFT_GRACE: '0s', DOME_DRAIN: '500ms', ...env },
  });
  const { instance, pid } = plane;
  return {
    instance,
    pid,
    get log() {
      return plane.log;
    },
    kill: async (signal) => {
      await plane.kill(signal);
      const { code } = await plane.exited;
      await forgotten(server, instance);
      return code;
    },
    [Symbol.asyncDispose]: () => plane[Symbol.asyncDispose](),
  };
}
