export const TASKS = 'bench';
export const NAMESPACE = 'default';

export const { BENCH_TEMPORAL: address = '', BENCH_CONCURRENCY } = process.env;
