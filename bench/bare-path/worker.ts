// The worker of the bare path: the same four writes and one ack that a job of the product costs, by raw client calls.
import { connect } from '@nats-io/transport-node';
import { EVENTS, filters, subjects } from '@dome/contracts';

import { conditions, createAnswers } from './inbox.ts';

const { BENCH_URL, BENCH_DURABLE, BENCH_IN_FLIGHT } = process.env;
const inFlight = Number(BENCH_IN_FLIGHT ?? 200);
const nc = await connect({ servers: BENCH_URL ?? '', user: 'domed', pass: 'bench', inboxPrefix: '_INBOX_domed' });
const answers = createAnswers(nc, '_INBOX_domed');
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const pulls = '_INBOX_domed.bench-pull';
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
  nc.publish(
    `$JS.API.CONSUMER.MSG.NEXT.SKILL_COMMANDS.${BENCH_DURABLE}`,
    encoder.encode(JSON.stringify({ batch, expires: 30_000_000_000 })),
    { reply: pulls },
  );
}

function event(type: keyof typeof EVENTS, id: string, job: { runId: string; jobId: string }, data: object): Uint8Array {
  return encoder.encode(
    JSON.stringify({
      specversion: '1.0',
      id,
      source: '/domed/bench',
      type,
      subject: job.jobId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      dataschema: EVENTS[type].dataschema,
      correlationid: job.runId,
      data,
    }),
  );
}

async function work(payload: Uint8Array, reply: string): Promise<void> {
  const command = JSON.parse(decoder.decode(payload)) as { data: Record<string, unknown> };
  const { runId, jobId, taskId, iteration, requestDigest, skill, pool } = command.data as {
    runId: string;
    jobId: string;
    taskId: string;
    iteration: number;
    requestDigest: string;
    skill: { name: string; version: string; descriptorDigest: string };
    pool: string;
  };
  const commandSequence = Number(reply.split('.').at(-4));
  const of = { skill: skill.name, runId, jobId };
  const filter = filters.jobTransition(of);
  const correlation = { runId, taskId, iteration, jobId, requestDigest, commandSequence, attempt: 1 };
  const worker = { instance: 'bench', host: 'bench', version: '1.0.0', guard: 'none' };
  const startedId = `${jobId}.1.started.x`;
  const ledger = JSON.stringify({ requestDigest, skill: skill.name, runId, pool, commandSequence });
  const [claim, started] = await Promise.all([
    answers.publish(
      `$KV.domed_idempotency.${jobId}`,
      encoder.encode(ledger),
      conditions(`${jobId}.claim`, undefined, 0),
    ),
    answers.publish(
      subjects.jobTransition({ ...of, phase: 'started' }),
      event(
        'dev.dome.job.started.v1',
        startedId,
        { runId, jobId },
        { ...correlation, counted: true, deliveryCount: 1, skill, worker },
      ),
      conditions(startedId, filter, 0),
    ),
  ]);
  if (claim.seq === undefined || started.seq === undefined) throw new Error('the bare path lost a claim');
  const id = `${jobId}.1.succeeded.x`;
  const provenance = {
    ...correlation,
    descriptorDigest: skill.descriptorDigest,
    tools: { node: process.version },
    guard: 'none',
  };
  const terminal = await answers.publish(
    subjects.jobTransition({ ...of, phase: 'succeeded' }),
    event(
      'dev.dome.job.succeeded.v1',
      id,
      { runId, jobId },
      {
        ...correlation,
        epoch: started.seq,
        skill,
        result: 'success',
        output: {},
        timings: { queuedMs: 0, executionMs: 0 },
        provenance,
      },
    ),
    conditions(id, filter, started.seq),
  );
  if (terminal.seq === undefined) throw new Error('the bare path lost a terminal');
  nc.publish(reply, encoder.encode('+ACK'));
}

ask();
await nc.flush();
console.log(JSON.stringify({ msg: 'ready' }));
