// Runs one skill: sends a SkillExecute with the rights of the control plane, follows its events until it has ended, and
// prints the terminal event as one JSON line. The stock NATS client and the CloudEvents SDK do the work; from Dome it takes
// only the names in the contract and the NATS binding for that SDK.
//
//     NATS_PASSWORD=… node examples/node/execute.ts --user dome --skill noop --input '{}'
import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { commandMessageId, EVENTS, filters, jobIdFor, requestDigestOf } from '@dome/contracts';
import { STREAMS, structureDigest, subjects } from '@dome/contracts';
import type { CapabilityGetReply, SkillExecute } from '@dome/contracts';
import { NATS } from '@dome/contracts/nats-binding';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { CloudEvent } from 'cloudevents';
import type { CloudEventV1 } from 'cloudevents';

/** The runtime's JetStream, as the account of the control plane sees it. */
const RUNTIME_API = 'DOMED.API';
/** A hint may be lost: the stream is read again after this long without one. */
const POLL_MS = 2_000;
const TERMINAL: ReadonlySet<string> = new Set(
  Object.entries(EVENTS).flatMap(([type, { terminal }]) => (terminal ? [type] : [])),
);

interface Options {
  readonly user: string;
  readonly skill: string;
  readonly range: string;
  readonly input: string;
  readonly key: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string', default: 'nats://127.0.0.1:4222' },
      user: { type: 'string', default: 'dome' },
      skill: { type: 'string', default: 'noop' },
      range: { type: 'string', default: '*' },
      input: { type: 'string', default: '{}' },
      key: { type: 'string', default: `node-${randomUUID()}` },
    },
  });
  const pass = process.env['NATS_PASSWORD'] ?? '';
  const nc = await connect({
    servers: values.server,
    user: values.user,
    pass,
    // Nobody may listen to the answers of another user.
    inboxPrefix: `_INBOX_${values.user}`,
  });
  try {
    const command = await commandOf(nc, values);
    await send(nc, command);
    const terminal = await follow(nc, command);
    console.log(JSON.stringify(terminal));
    return terminal.type === 'dev.dome.job.succeeded.v1' ? 0 : 1;
  } finally {
    await nc.close();
  }
}

/** The skill's description in discovery becomes the exact command. */
async function commandOf(nc: NatsConnection, options: Options): Promise<SkillExecute> {
  const { skill: name, range, input, key, user } = options;
  const question = JSON.stringify({ name, range, pool: 'default' });
  const reply = await nc.request(subjects.runtimeCapabilityGet(), question, { timeout: 5_000 });
  const problem = reply.headers?.get('Nats-Service-Error');
  if (problem !== undefined && problem !== '') throw new Error(`${problem}: ${reply.string()}`);
  const { descriptor, descriptorDigest } = reply.json<CapabilityGetReply>();
  if (structureDigest(descriptor) !== descriptorDigest) throw new Error('the descriptor has another digest');
  const work: Record<string, unknown> = JSON.parse(input);
  const skill = { name, version: descriptor.version, descriptorDigest };
  return {
    runId: `node-${randomUUID()}`,
    taskId: 'task',
    iteration: 1,
    jobId: jobIdFor(key),
    idempotencyKey: key,
    skill,
    pool: 'default',
    input: work,
    requestDigest: requestDigestOf({ skill, inputDigest: structureDigest(work), workspaceDigest: undefined }),
    timeouts: descriptor.timeouts,
    retry: descriptor.retry,
    notAfter: new Date(Date.now() + descriptor.timeouts.totalMs).toISOString(),
    submittedBy: { user, account: 'DOME', attested: true },
  };
}

/**
 * The stream's answer is the acceptance. The id depends only on the work, so sending the command again cannot run it twice.
 */
async function send(nc: NatsConnection, command: SkillExecute): Promise<void> {
  const type = 'dev.dome.skill.execute.v1';
  const event = new CloudEvent({
    type,
    source: '/dome/node',
    id: commandMessageId(command),
    subject: command.jobId,
    datacontenttype: 'application/json',
    dataschema: EVENTS[type].dataschema,
    correlationid: command.runId,
    data: command,
  });
  const message = NATS.structured(event);
  const head = headers();
  for (const [name, value] of Object.entries(message.headers)) head.set(name, value);
  head.set('Nats-Msg-Id', event.id);
  const subject = subjects.skillExecute({ pool: command.pool, skill: command.skill.name });
  const answer = (await nc.request(subject, message.body, { headers: head, timeout: 10_000 })).json<{
    error?: object;
  }>();
  if (answer.error !== undefined) throw new Error(`not accepted: ${JSON.stringify(answer.error)}`);
}

/** Only the stream counts; a live message just says that there is something to read. */
async function follow(nc: NatsConnection, command: SkillExecute): Promise<CloudEventV1<unknown>> {
  const { runId, jobId, skill } = command;
  const job = { skill: skill.name, runId, jobId };
  const { direct } = await jetstreamManager(nc, { apiPrefix: RUNTIME_API, checkAPI: false });
  let hinted = Promise.withResolvers<void>();
  nc.subscribe(filters.liveJob(job), { callback: () => hinted.resolve() });
  for (let next = 1; ;) {
    const { promise } = (hinted = Promise.withResolvers());
    const stored = await direct.getMessage(STREAMS.JOB_EVENTS, {
      seq: next,
      next_by_subj: filters.jobTransition(job),
    });
    if (stored === null) {
      await Promise.race([promise, after(POLL_MS, undefined, { ref: false })]);
      continue;
    }
    next = stored.seq + 1;
    const event = eventOf(stored.header, stored.data);
    console.error(`${stored.seq} ${event.type}`);
    if (TERMINAL.has(event.type)) return event;
  }
}

function eventOf(head: MsgHdrs, body: Uint8Array): CloudEventV1<unknown> {
  const event = NATS.toEvent({ headers: Object.fromEntries(head), body });
  // NATS has no batches.
  if (Array.isArray(event)) throw new TypeError('more than one event');
  return event;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
