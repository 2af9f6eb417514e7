// What this submitter or worker is asked for.
import type { Work } from './contestants/contestant.ts';

export const work = (process.env['BENCH_WORK'] ?? 'job') as Work;
