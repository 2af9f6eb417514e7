import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';

import { METRICS } from '../../src/metrics/declared.ts';
import type { HistogramName } from '../../src/metrics/declared.ts';
import type { Metric } from '../../src/metrics/metric.ts';
import { createPrometheusMeters } from '../../src/metrics/prometheus.ts';

const HISTOGRAMS = Object.entries<Metric>(METRICS).flatMap(([name, metric]) =>
  metric.kind === 'histogram' ? [{ ...metric, name: name as HistogramName }] : [],
);
const LABELED = HISTOGRAMS.filter(({ labels }) => labels.length > 0);
const planeOf = ({ plane }: Metric): 'dome' | 'domed' => (plane === 'dome' ? 'dome' : 'domed');

/** Values on a bound, beside one, and over the last. */
const valueOf = (buckets: readonly number[]) =>
  fc.oneof(fc.constantFrom(...buckets), fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }));

const linesOf = (text: string, name: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}_`) || line.startsWith(`# TYPE ${name} `))
    .map((line) =>
      line.replaceAll(/\{(?<labels>.*)\}/g, (_, labels: string) => `{${labels.split(',').toSorted().join(',')}}`),
    );

test.each(HISTOGRAMS)(
  '$name says what the histogram of the library says',
  async ({ name, buckets, labels, ...metric }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(valueOf(buckets), { maxLength: 40 }), async (values) => {
        const registry = new Registry();
        const theirs = new Histogram({
          name,
          help: metric.help,
          labelNames: labels,
          buckets: [...buckets],
          registers: [registry],
        });
        const ours = await createPrometheusMeters(planeOf({ ...metric, buckets, labels }), { error: () => {} });
        // Folded alike by both, as no value of a label is known.
        const series = Object.fromEntries(labels.map((label) => [label, 'other']));
        for (const value of values) {
          ours.observe(name, series as never, value);
          theirs.observe(series, value);
        }
        expect(linesOf((await ours.exposition()).text, name)).toEqual(linesOf(await registry.metrics(), name));
      }),
      { numRuns: 20 },
    );
  },
);

test('a histogram with labels has no series before its first value', async () => {
  expect(LABELED.length).toBeGreaterThan(0);
  for (const { name, ...metric } of LABELED) {
    const { text } = await (await createPrometheusMeters(planeOf(metric), { error: () => {} })).exposition();
    expect(linesOf(text, name)).toEqual([`# TYPE ${name} histogram`]);
  }
});
