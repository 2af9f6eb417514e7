// A histogram that is counted here and printed by the client library: the library's own spends a microsecond on each value,
// most of it on finding the series by a text that it makes of the labels, and a job has five values.
import type { Histogram } from 'prom-client';

import type { SeriesIndex } from './series.ts';

export interface Distribution {
  readonly labels: Record<string, string>;
  /** How many values fell into each bucket; those over the last bound are at the end. */
  readonly counts: Float64Array;
  sum: number;
}

type Values = Awaited<ReturnType<Histogram['get']>>['values'];

export const emptyDistribution =
  (bounds: readonly number[]) =>
  (labels: Record<string, string>): Distribution => ({ labels, counts: new Float64Array(bounds.length + 1), sum: 0 });

/** A value counts in the first bucket whose bound is not below it. */
export function countValue(distribution: Distribution, bounds: readonly number[], value: number): void {
  let bucket = 0;
  while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
  distribution.counts[bucket] = (distribution.counts[bucket] ?? 0) + 1;
  distribution.sum += value;
}

/** As Prometheus wants them: each bucket holds those before it, then come the sum and the count. */
export function expose(name: string, bounds: readonly number[], series: SeriesIndex<Distribution>): Values {
  return [...series.all].flatMap(({ labels, counts, sum }) => {
    let upTo = 0;
    const buckets = [...bounds, '+Inf'].map((le, bucket) => {
      upTo += counts[bucket] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: upTo };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: upTo },
    ];
  });
}
