// The submitter through the product: the thin client prepares and submits each job, one follower sees the terminals.
import { connectBus, createPublisher } from '@dome/bus';
import { createRuntimeClient } from '@dome/client';
import { EVENTS } from '@dome/contracts';
import { systemClock } from '@dome/runtime';

import { runLoad } from '../load.ts';

const { BENCH_URL } = process.env;
const nc = await connectBus({
  servers: BENCH_URL ?? '',
  user: 'dome',
  password: 'bench',
  name: 'bench submitter',
  inboxPrefix: '_INBOX_dome',
});
const publisher = createPublisher(nc);
const client = createRuntimeClient(nc, { publisher, source: '/dome/bench', clock: systemClock });
const submittedBy = { user: 'bench', account: 'DOME', attested: false };
const waiting = new Map<string, () => void>();
const over = new AbortController();

async function seeTerminals(): Promise<void> {
  for await (const item of client.followJobEvents({ skill: 'noop' }, { signal: over.signal })) {
    if (item.kind !== 'event' || !EVENTS[item.event.type].terminal) continue;
    if (item.event.type !== 'dev.dome.job.succeeded.v1') throw new Error(`a no-op job ended with ${item.event.type}`);
    waiting.get(item.event.subject)?.();
    waiting.delete(item.event.subject);
  }
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
    submittedBy,
  });
  const seen = new Promise<void>((resolve) => waiting.set(prepared.jobId, resolve));
  await client.submit(prepared);
  await seen;
}

const watching = seeTerminals();
await runLoad(one);
over.abort();
await watching;
await nc.close();
