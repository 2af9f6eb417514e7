export const STREAM = 'BENCH';
export const DURABLE = 'bench';
