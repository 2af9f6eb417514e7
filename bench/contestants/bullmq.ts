import { join } from 'node:path';

import type { Contestant } from './contestant.ts';
import { redisDurability, redisVersion, startRedis } from './redis.ts';
import { ensureRivalPackages, rivalPrograms } from './rival-packages.ts';

const programs = join(rivalPrograms, 'bullmq');
const ENDS = 'ends seen by QueueEvents; finished jobs removed but for the last 1,000';
/** Of the sandboxed processors: each is a process. */
const SANDBOXES = 4;

export const bullmq: Contestant = {
  ...contestant('in-process'),
  name: 'BullMQ',
  tuning: `a processor in the worker's process, as much concurrency as jobs in flight; ${ENDS}`,
  share: 1,
};

export const bullmqSandboxed: Contestant = {
  ...contestant('sandboxed'),
  name: 'BullMQ, sandboxed',
  tuning: `a sandboxed processor, ${SANDBOXES} child processes; ${ENDS}`,
  share: 0.3,
};

type Processor = 'in-process' | 'sandboxed';

function contestant(processor: Processor): Omit<Contestant, 'name' | 'tuning' | 'share'> {
  return {
    durability: redisDurability,
    works: ['job'],
    prepare: async () => ({ ...(await ensureRivalPackages(['bullmq', 'ioredis'])), redis: await redisVersion() }),
    open: async ({ inFlight, syncAlways }) => {
      const redis = await startRedis(syncAlways);
      return {
        workers: [[join(programs, 'worker.ts')]],
        submitter: [join(programs, 'submitter.ts')],
        env: {
          BENCH_REDIS_PORT: String(redis.port),
          BENCH_PROCESSOR: processor,
          BENCH_CONCURRENCY: String(processor === 'sandboxed' ? SANDBOXES : inFlight),
        },
        serverPid: redis.pid,
        [Symbol.asyncDispose]: async () => await redis[Symbol.asyncDispose](),
      };
    },
  };
}
