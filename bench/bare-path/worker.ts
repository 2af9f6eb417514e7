// The worker of the bare path: the same four writes and one ack that a job of the product costs, by raw client calls.
import { connect } from '@nats-io/transport-node';
import { filters, subjects } from '@dome/contracts';
import type { Provenance, SkillExecute } from '@dome/contracts';

import { bareEvent } from './event.ts';
import { conditions, createAnswers } from './inbox.ts';

const { BENCH_URL, BENCH_DURABLE, BENCH_IN_FLIGHT } = process.env;
const inFlight = Number(BENCH_IN_FLIGHT ?? 200);
const nc = await connect({ servers: BENCH_URL ?? '', user: 'domed', pass: 'bench', inboxPrefix: '_INBOX_domed' });
const answers = createAnswers(nc, '_INBOX_domed');
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const PULLS = '_INBOX_domed.bench-pull';
const INSTANCE = 'domed-bench0';
const SOURCE = `/domed/${INSTANCE}`;
const VERSION = '1.0.0';
const digest = `sha256:${'a'.repeat(64)}`;
const WORKER = { instance: INSTANCE, host: 'bench', version: VERSION, guard: 'none' } as const;
const record = {
  materials: [],
  source: { commit: 'a'.repeat(40), dirty: false },
  contractDigest: digest,
  tools: { domed: VERSION, node: process.version, 'nats-server': '2.15.1' },
  environmentDigest: digest,
  guard: 'none',
  builder: { instance: INSTANCE, version: VERSION },
};
let asked = 0;

nc.subscribe(PULLS, {
  callback: (_error, message) => {
    if (message.headers?.code !== undefined && message.headers.code !== 0) {
      asked = 0;
      ask();
      return;
    }
    asked -= 1;
    void work(message.data, message.reply ?? '').then(ask);
  },
});

function ask(): void {
  if (asked > inFlight / 2) return;
  const batch = inFlight - asked;
  asked += batch;
  const subject = `$JS.API.CONSUMER.MSG.NEXT.SKILL_COMMANDS.${BENCH_DURABLE}`;
  nc.publish(subject, encoder.encode(JSON.stringify({ batch, expires: 30_000_000_000 })), { reply: PULLS });
}

interface Carried {
  readonly command: SkillExecute;
  readonly commandId: string;
  readonly commandSequence: number;
}

async function work(payload: Uint8Array, reply: string): Promise<void> {
  const event = JSON.parse(decoder.decode(payload)) as { id: string; data: SkillExecute };
  const carried = { command: event.data, commandId: event.id, commandSequence: Number(reply.split('.').at(-4)) };
  await end(carried, await claim(carried));
  nc.publish(reply, encoder.encode('+ACK'));
}

const correlation = ({ command: { runId, taskId, iteration, jobId, requestDigest }, commandSequence }: Carried) => ({
  runId,
  taskId,
  iteration,
  jobId,
  requestDigest,
  commandSequence,
  attempt: 1,
});
const eventOf = ({ command: { runId, jobId }, commandId: causationId }: Carried) => ({
  source: SOURCE,
  runId,
  jobId,
  causationId,
});

/** Ledger and `started` are sent together and both awaited. */
async function claim(carried: Carried): Promise<number> {
  const { command, commandSequence } = carried;
  const { skill, runId, taskId, iteration, jobId, requestDigest, pool } = command;
  const of = { skill: skill.name, runId, jobId };
  const id = `${jobId}.1.started.0123456789abc`;
  const data = { ...correlation(carried), counted: true, deliveryCount: 1, skill, worker: WORKER };
  const entry = { requestDigest, skill: skill.name, runId, pool, commandSequence, taskId, iteration };
  const [claimed, started] = await Promise.all([
    answers.publish(
      `$KV.domed_idempotency.${jobId}`,
      encoder.encode(JSON.stringify(entry)),
      conditions({ id: `${jobId}.0123456789abcdefghijkl`, isEvent: false, sequence: 0 }),
    ),
    answers.publish(
      subjects.jobTransition({ ...of, phase: 'started' }),
      bareEvent({ ...eventOf(carried), type: 'dev.dome.job.started.v1', id, data }),
      conditions({ id, isEvent: true, filter: filters.jobTransition(of), sequence: 0 }),
    ),
  ]);
  if (claimed.seq === undefined || started.seq === undefined) throw new Error('the bare path lost a claim');
  return started.seq;
}

async function end(carried: Carried, epoch: number): Promise<void> {
  const { skill, runId, jobId, requestDigest } = carried.command;
  const chain = { skill: skill.name, runId, jobId };
  const id = `${jobId}.1.succeeded.0123456789abc`;
  const at = new Date().toISOString();
  const provenance: Provenance = {
    ...record,
    descriptorDigest: skill.descriptorDigest,
    requestDigest,
    inputDigest: digest,
    outputDigest: digest,
    startedAt: at,
    finishedAt: at,
    attempts: [{ attempt: 1, epoch, instance: INSTANCE }],
  };
  const timings = { queuedMs: 10, executionMs: 1 };
  const data = { ...correlation(carried), epoch, skill, output: {}, timings, provenance, result: 'success' } as const;
  const stored = await answers.publish(
    subjects.jobTransition({ ...chain, phase: 'succeeded' }),
    bareEvent({ ...eventOf(carried), type: 'dev.dome.job.succeeded.v1', id, data }),
    conditions({ id, isEvent: true, filter: filters.jobTransition(chain), sequence: epoch }),
  );
  if (stored.seq === undefined) throw new Error('the bare path lost a terminal');
}

ask();
await nc.flush();
console.log(JSON.stringify({ msg: 'ready' }));
