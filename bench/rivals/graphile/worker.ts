import { run } from 'graphile-worker';
import type { RunnerOptions } from 'graphile-worker';
import { Client } from 'pg';

import { createBatches } from '../../batches.ts';
import { tellTallyAtEnd } from '../../tally.ts';
import { BENCH_IN_FLIGHT, connectionString, ENDED_CHANNEL, isBatched, logger, POOL_SIZE, TASK } from './settings.ts';
import type { NoopPayload } from './settings.ts';

const BATCHED: NonNullable<RunnerOptions['preset']> = {
  worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0 },
};

const teller = new Client({ connectionString });
await teller.connect();
const ended = createBatches(async (batch: readonly number[]) => {
  await teller.query('SELECT pg_notify($1, $2)', [ENDED_CHANNEL, batch.join(',')]);
});
const runner = await run({
  connectionString,
  logger,
  concurrency: Number(BENCH_IN_FLIGHT),
  maxPoolSize: POOL_SIZE,
  noHandleSignals: true,
  taskList: { [TASK]: () => {} },
  ...(isBatched() ? { preset: BATCHED } : {}),
});
const tally = tellTallyAtEnd(async () => {
  await runner.stop();
  await teller.end();
});
runner.events.on('job:success', ({ job }) => {
  tally.count();
  void ended.add((job.payload as NoopPayload).n);
});
console.log(JSON.stringify({ msg: 'ready' }));
