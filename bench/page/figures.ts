// How a measured value is written, wherever it is: three digits that mean something, and thousands apart.
import { median } from '../report.ts';
import type { MeasuredScenario, Round } from '../compare/results.ts';

/** What of a round a figure is. */
export const MEASURES = {
  jobsPerSecond: (round: Round) => round.jobsPerSecond,
  p50Ms: (round: Round) => round.p50Ms,
  p99Ms: (round: Round) => round.p99Ms,
  submitterMicros: (round: Round) => round.cpuMicros.submitter,
  workerMicros: (round: Round) => round.cpuMicros.worker,
  serverMicros: (round: Round) => round.cpuMicros.server,
} as const;

export type Measure = keyof typeof MEASURES;

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Undefined where the contestant was not measured. */
export function spreadOf({ rounds }: MeasuredScenario, name: string, measure: Measure): Spread | undefined {
  const values = (rounds[name] ?? []).map(MEASURES[measure]);
  if (values.length === 0) return undefined;
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

export function figureText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(3));
  return rounded >= 100 ? rounded.toLocaleString('en-US') : String(rounded);
}
