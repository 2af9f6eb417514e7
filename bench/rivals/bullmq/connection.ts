export const JOBS_NAME = 'noop';

export const connection = { host: '127.0.0.1', port: Number(process.env['BENCH_REDIS_PORT']) };
