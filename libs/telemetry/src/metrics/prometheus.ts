// The meters that Prometheus reads, on its client library. The library is loaded only where metrics are asked for, and
// opens no socket: what it prints is served by the listener of `@dome/runtime`.
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { METRICS } from './declared.ts';
import type { MetricName } from './declared.ts';
import { createLabelFold, LABELS } from './labels.ts';
import type { LabelBound } from './labels.ts';
import type { Meters } from './meters.ts';
import type { Metric } from './metric.ts';
import { createSeriesIndex } from './series.ts';
import type { LabelValues, SeriesIndex } from './series.ts';

export interface Exposition {
  readonly text: string;
  readonly contentType: string;
}

export interface PrometheusMeters extends Meters {
  exposition(): Promise<Exposition>;
}

type Samples = () => Iterable<{ readonly labels: LabelValues; readonly value: number }>;

interface Held<Of> {
  readonly of: Of;
  readonly series: SeriesIndex;
}

/** Counters and histograms are there from the start, at 0; what is shown appears with its reading. */
export async function createPrometheusMeters(plane: 'dome' | 'domed'): Promise<PrometheusMeters> {
  const client = await import('prom-client');
  const registry: Registry = new client.Registry();
  const fold = createLabelFold();
  const counters = new Map<string, Held<Counter>>();
  const histograms = new Map<string, Held<Histogram>>();
  const common = (name: string, { help, labels }: Metric) => {
    return { name, help, labelNames: [...labels], registers: [registry] };
  };
  const seriesOf = ({ labels }: Metric): SeriesIndex => createSeriesIndex(labels, fold);
  for (const [name, metric] of Object.entries<Metric>(METRICS)) {
    if (metric.plane !== 'both' && metric.plane !== plane) continue;
    const of = common(name, metric);
    if (metric.kind === 'counter') counters.set(name, { of: new client.Counter(of), series: seriesOf(metric) });
    if (metric.kind === 'histogram')
      histograms.set(name, {
        of: new client.Histogram({ ...of, buckets: [...metric.buckets] }),
        series: seriesOf(metric),
      });
  }
  for (const [label, bound] of Object.entries<LabelBound>(LABELS))
    if ('values' in bound) beginAtZero(counters, label, bound.values);
  return {
    add: (name, labels, by = 1) => {
      const series = counters.get(name)?.series.find(labels);
      if (series !== undefined) series.pending += by;
    },
    observe: (name, labels, value) => {
      const held = histograms.get(name);
      held?.of.observe(held.series.find(labels).labels, value);
    },
    show: (name: MetricName, read: Samples) => {
      const shown: Counter | Gauge = counters.get(name)?.of ?? new client.Gauge(common(name, METRICS[name]));
      const series = seriesOf(METRICS[name]);
      Object.assign(shown, { collect: () => setAll(shown, series, read()) });
    },
    know: (label, values) => {
      fold.know(label, values);
      beginAtZero(counters, label, values);
    },
    exposition: async () => {
      for (const held of counters.values()) flush(held);
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

/**
 * A series that appears with its first event has no increase, so an alert on the first one would never come: where one label
 * alone tells the series of a counter apart, they are all there from the start.
 */
function beginAtZero(counters: ReadonlyMap<string, Held<Counter>>, label: string, values: readonly string[]): void {
  for (const [name, { labels }] of Object.entries<Metric>(METRICS)) {
    if (labels.length !== 1 || labels[0] !== label) continue;
    for (const value of values) counters.get(name)?.of.inc({ [label]: value }, 0);
  }
}

/** The library counts slowly, so it is told once a scrape. */
function flush({ of, series }: Held<Counter>): void {
  for (const one of series.all) {
    if (one.pending === 0) continue;
    of.inc(one.labels, one.pending);
    one.pending = 0;
  }
}

function setAll(shown: Counter | Gauge, series: SeriesIndex, samples: ReturnType<Samples>): void {
  shown.reset();
  for (const { labels, value } of samples) shown.inc(series.find(labels).labels, value);
}
