// The worker of the bare path: the same four writes and one ack that a job of the product costs, by raw client calls.
import { connect } from '@nats-io/transport-node';
import { filters, subjects } from '@dome/contracts';
import type { SkillExecute } from '@dome/contracts';

import { bareEvent } from './event.ts';
import { conditions, createAnswers } from './inbox.ts';

const { BENCH_URL, BENCH_DURABLE, BENCH_IN_FLIGHT } = process.env;
const inFlight = Number(BENCH_IN_FLIGHT ?? 200);
const nc = await connect({ servers: BENCH_URL ?? '', user: 'domed', pass: 'bench', inboxPrefix: '_INBOX_domed' });
const answers = createAnswers(nc, '_INBOX_domed');
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const pulls = '_INBOX_domed.bench-pull';
const source = '/domed/bench';
let asked = 0;

nc.subscribe(pulls, {
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
  nc.publish(subject, encoder.encode(JSON.stringify({ batch, expires: 30_000_000_000 })), { reply: pulls });
}

async function work(payload: Uint8Array, reply: string): Promise<void> {
  const command = (JSON.parse(decoder.decode(payload)) as { data: SkillExecute }).data;
  const commandSequence = Number(reply.split('.').at(-4));
  const epoch = await claim(command, commandSequence);
  await end(command, { commandSequence, epoch });
  nc.publish(reply, encoder.encode('+ACK'));
}

const correlation = ({ runId, taskId, iteration, jobId, requestDigest }: SkillExecute, commandSequence: number) => ({
  ...{ runId, taskId, iteration, jobId, requestDigest, commandSequence },
  attempt: 1,
});

/** Ledger and `started` are sent together and both awaited. */
async function claim(command: SkillExecute, commandSequence: number): Promise<number> {
  const { skill, runId, jobId, requestDigest, pool } = command;
  const of = { skill: skill.name, runId, jobId };
  const id = `${jobId}.1.started.x`;
  const worker = { instance: 'bench', host: 'bench', version: '1.0.0', guard: 'none' };
  const data = { ...correlation(command, commandSequence), counted: true, deliveryCount: 1, skill, worker };
  const ledger = JSON.stringify({ requestDigest, skill: skill.name, runId, pool, commandSequence });
  const ledgerHeader = conditions({ id: `${jobId}.claim`, sequence: 0 });
  const [claimed, started] = await Promise.all([
    answers.publish(`$KV.domed_idempotency.${jobId}`, encoder.encode(ledger), ledgerHeader),
    answers.publish(
      subjects.jobTransition({ ...of, phase: 'started' }),
      bareEvent({ type: 'dev.dome.job.started.v1', id, source, runId, jobId, data }),
      conditions({ id, filter: filters.jobTransition(of), sequence: 0 }),
    ),
  ]);
  if (claimed.seq === undefined || started.seq === undefined) throw new Error('the bare path lost a claim');
  return started.seq;
}

async function end(command: SkillExecute, of: { commandSequence: number; epoch: number }): Promise<void> {
  const { skill, runId, jobId } = command;
  const chain = { skill: skill.name, runId, jobId };
  const id = `${jobId}.1.succeeded.x`;
  const common = correlation(command, of.commandSequence);
  const provenance = { ...common, descriptorDigest: skill.descriptorDigest, tools: { node: process.version } };
  const timings = { queuedMs: 0, executionMs: 0 };
  const data = { ...common, epoch: of.epoch, skill, result: 'success', output: {}, timings, provenance };
  const stored = await answers.publish(
    subjects.jobTransition({ ...chain, phase: 'succeeded' }),
    bareEvent({ type: 'dev.dome.job.succeeded.v1', id, source, runId, jobId, data }),
    conditions({ id, filter: filters.jobTransition(chain), sequence: of.epoch }),
  );
  if (stored.seq === undefined) throw new Error('the bare path lost a terminal');
}

ask();
await nc.flush();
console.log(JSON.stringify({ msg: 'ready' }));
