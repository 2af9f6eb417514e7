export const STREAM = 'BENCH';
export const DURABLE = 'bench';
export const SUBJECT = 'bench.message';
