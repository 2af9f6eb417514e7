// The submitter of the bare path: publishes commands, watches the live subjects, counts terminals.
import { connect } from '@nats-io/transport-node';
import { filters, subjects } from '@dome/contracts';

import { createAwaited } from '../awaited.ts';
import { runLoad } from '../load.ts';
import { bareEvent } from './event.ts';
import { conditions, createAnswers } from './inbox.ts';

const { BENCH_URL } = process.env;
const nc = await connect({ servers: BENCH_URL ?? '', user: 'dome', pass: 'bench', inboxPrefix: '_INBOX_dome' });
const answers = createAnswers(nc, '_INBOX_dome');
const digest = `sha256:${'a'.repeat(64)}`;
const skill = { name: 'noop', version: '1.0.0', descriptorDigest: digest };
const awaited = createAwaited();

nc.subscribe(filters.liveJob({ skill: skill.name, phase: 'succeeded' }), {
  callback: (_error, message) => {
    const jobId = message.subject.split('.')[5] ?? '';
    JSON.parse(message.string());
    awaited.tell(jobId);
  },
});
await nc.flush();

async function one(n: number): Promise<void> {
  const runId = `bench-${n}`;
  const jobId = `${runId}_noop_1`;
  const data = {
    runId,
    taskId: 'noop',
    iteration: 1,
    jobId,
    idempotencyKey: jobId,
    requestDigest: digest,
    skill,
    pool: 'default',
    input: { n },
    timeouts: { queueMs: 60_000, executionMs: 60_000, heartbeatMs: 60_000, totalMs: 120_000 },
    notAfter: new Date(Date.now() + 60_000).toISOString(),
    retry: {
      initialIntervalMs: 1_000,
      backoffCoefficient: 2,
      maximumIntervalMs: 30_000,
      maximumAttempts: 3,
      nonRetryable: [],
    },
    submittedBy: { user: 'bench', account: 'DOME', attested: false },
  };
  const id = `${jobId}.0123456789abcdef`;
  const seen = awaited.end(jobId);
  const payload = bareEvent({ type: 'dev.dome.skill.execute.v1', id, source: '/dome/bench', runId, jobId, data });
  await answers.publish(
    subjects.skillExecute({ pool: 'default', skill: skill.name }),
    payload,
    conditions({ id, isEvent: true }),
  );
  await seen;
}

await runLoad(one);
await nc.close();
