import { join } from 'node:path';

import type { Contestant } from './contestant.ts';
import { postgresDurability, postgresVersion, startPostgres } from './postgres.ts';
import { ensureRivalPackages, rivalPrograms } from './rival-packages.ts';

const programs = join(rivalPrograms, 'graphile');
/** It tells nobody of itself that a job has ended. */
const ENDS = 'ends told by NOTIFY from the worker, once a turn of its loop, when the task has succeeded';

export const graphile: Contestant = {
  ...contestant('one'),
  name: 'graphile-worker',
  tuning: `one addJob a job, as much concurrency as jobs in flight, pools of 20 connections; ${ENDS}`,
  share: 0.2,
};

export const graphileBatched: Contestant = {
  ...contestant('batched'),
  name: 'graphile-worker, batched',
  tuning: `addJobs with what one turn of the loop brings, a local store of 500 jobs, completed in batches; ${ENDS}`,
  share: 0.3,
};

function contestant(adding: 'one' | 'batched'): Omit<Contestant, 'name' | 'tuning' | 'share'> {
  return {
    durability: postgresDurability,
    works: ['job'],
    prepare: async () => ({
      ...(await ensureRivalPackages(['graphile-worker', 'pg'])),
      postgres: await postgresVersion(),
    }),
    open: async ({ syncAlways }) => {
      const postgres = await startPostgres(syncAlways);
      return {
        workers: [[join(programs, 'worker.ts')]],
        submitter: [join(programs, 'submitter.ts')],
        env: { BENCH_POSTGRES_URL: postgres.url, BENCH_ADDING: adding, NO_LOG_SUCCESS: '1' },
        serverPid: postgres.pid,
        [Symbol.asyncDispose]: async () => await postgres[Symbol.asyncDispose](),
      };
    },
  };
}
