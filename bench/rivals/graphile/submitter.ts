// Adds jobs, one by one or those of a turn of the loop together, and hears of their ends on a channel.
import { makeWorkerUtils } from 'graphile-worker';
import { Client } from 'pg';

import { createAwaited } from '../../awaited.ts';
import { createBatches } from '../../batches.ts';
import { runLoad } from '../../load.ts';
import { connectionString, ENDED_CHANNEL, isBatched, logger, POOL_SIZE, TASK } from './settings.ts';

const utils = await makeWorkerUtils({ connectionString, maxPoolSize: POOL_SIZE, logger });
const listener = new Client({ connectionString });
const awaited = createAwaited();
await listener.connect();
listener.on('notification', ({ payload = '' }) => {
  for (const n of payload.split(',')) awaited.tell(n);
});
await listener.query(`LISTEN ${ENDED_CHANNEL}`);

const adding = createBatches(async (batch: readonly number[]) => {
  await utils.addJobs(batch.map((n) => ({ identifier: TASK, payload: { n } })));
});

await runLoad(async (n) => {
  const end = awaited.end(String(n));
  await (isBatched() ? adding.add(n) : utils.addJob(TASK, { n }));
  await end;
});
await listener.end();
await utils.release();
