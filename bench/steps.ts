// How many steps a submitter's one is made of: as often the worker must have done nothing.
import type { Work } from './contestants/contestant.ts';

export const STEPS: Readonly<Record<Work, number>> = { job: 1, chain: 10, fanOut: 256 };
