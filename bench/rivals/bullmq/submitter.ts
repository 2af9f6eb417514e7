// Adds jobs one by one and hears of their ends from the stream of events that BullMQ keeps.
import { Queue, QueueEvents } from 'bullmq';

import { createAwaited } from '../../awaited.ts';
import { runLoad } from '../../load.ts';
import { connection, JOBS_NAME } from './connection.ts';

const jobs = new Queue(JOBS_NAME, { connection });
// From the first event on: by default those are lost that come before it has asked for the first time.
const events = new QueueEvents(JOBS_NAME, { connection, lastEventId: '0-0' });
const awaited = createAwaited();
events.on('completed', ({ jobId }) => awaited.tell(jobId));
events.on('failed', ({ failedReason }) => {
  throw new Error(`a no-op job failed: ${failedReason}`);
});
await events.waitUntilReady();
await runLoad(async (n) => {
  // A number alone is not taken as an id.
  const jobId = `job-${n}`;
  const end = awaited.end(jobId);
  await jobs.add('noop', { n }, { jobId, removeOnComplete: { count: 1_000 } });
  await end;
});
await events.close();
await jobs.close();
