import { Logger } from 'graphile-worker';

export const TASK = 'noop';
export const ENDED_CHANNEL = 'ended';
export const POOL_SIZE = 20;

const { BENCH_ADDING } = process.env;
export const { BENCH_POSTGRES_URL: connectionString = '', BENCH_IN_FLIGHT } = process.env;
export const isBatched = (): boolean => BENCH_ADDING === 'batched';

/** What it says of each start and stop is not part of the measurement; errors are. */
export const logger = new Logger(() => (level, message) => {
  if (level === 'error') console.error(message);
});

export interface NoopPayload {
  readonly n: number;
}
