// The submitter through the product: the thin client prepares and submits each job and waits for its terminal.
import { connectBus, createPublisher } from '@dome/bus';
import { createRuntimeClient } from '@dome/client';
import type { AnyEvent } from '@dome/contracts';
import { systemClock } from '@dome/runtime';

import { createAwaited } from '../awaited.ts';
import { runLoad } from '../load.ts';
import { byDurable, byFollower } from './terminals.ts';

const { BENCH_URL, BENCH_SEEN_BY } = process.env;
const nc = await connectBus({
  servers: BENCH_URL ?? '',
  user: 'dome',
  password: 'bench',
  name: 'bench submitter',
  inboxPrefix: '_INBOX_dome',
});
const publisher = createPublisher(nc);
const client = createRuntimeClient(nc, { publisher, source: '/dome/bench', clock: systemClock });
const SUBMITTED_BY = { user: 'bench', account: 'DOME', attested: false };
const awaited = createAwaited();

function seen(event: AnyEvent): void {
  if (event.type !== 'dev.dome.job.succeeded.v1') throw new Error(`a no-op job ended with ${event.type}`);
  awaited.tell(event.subject);
}

async function one(n: number): Promise<void> {
  const runId = `bench-${n}`;
  const prepared = await client.prepare({
    runId,
    taskId: 'noop',
    iteration: 1,
    idempotencyKey: `${runId}_noop_1`,
    skill: { name: 'noop', range: '^1' },
    input: { n },
    submittedBy: SUBMITTED_BY,
  });
  const ended = awaited.end(prepared.jobId);
  await client.submit(prepared);
  await ended;
}

{
  await using _terminals = BENCH_SEEN_BY === 'follower' ? byFollower(client, seen) : byDurable(nc, seen);
  await runLoad(one);
}
await nc.close();
