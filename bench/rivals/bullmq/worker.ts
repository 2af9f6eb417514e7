import { join } from 'node:path';

import { Worker } from 'bullmq';

import { tellTallyAtEnd } from '../../tally.ts';
import { connection, JOBS_NAME } from './connection.ts';

const { BENCH_PROCESSOR, BENCH_CONCURRENCY } = process.env;
const processor =
  BENCH_PROCESSOR === 'sandboxed'
    ? join(import.meta.dirname, 'sandbox.ts')
    : async ({ data: { n } }: { readonly data: { readonly n: number } }) => ({ n });
const worker = new Worker(JOBS_NAME, processor, { connection, concurrency: Number(BENCH_CONCURRENCY) });
const tally = tellTallyAtEnd(async () => await worker.close());
worker.on('completed', () => tally.count());
await worker.waitUntilReady();
console.log(JSON.stringify({ msg: 'ready' }));
