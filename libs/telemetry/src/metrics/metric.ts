// What a metric is. Names follow Prometheus: base units (seconds, bytes) are part of the name, and what only grows ends in
// `_total`.
import type { LabelName } from './labels.ts';

interface Declared {
  /** Which plane exposes it. */
  readonly plane: 'dome' | 'domed' | 'both';
  /** One sentence; it says how several processes are put together, if not by their sum. */
  readonly help: string;
  readonly labels: readonly LabelName[];
}

export type Metric = Declared &
  ({ readonly kind: 'counter' | 'gauge' } | { readonly kind: 'histogram'; readonly buckets: readonly number[] });
export type Metrics = Readonly<Record<string, Metric>>;

/** Of answers and writes: from what is felt as nothing to what people give up on. */
export const SHORT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15] as const;
/** Of jobs and runs: from a linter to a release that waits for people. */
export const LONG_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400] as const;
