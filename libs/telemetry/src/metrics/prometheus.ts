// The meters that Prometheus reads, on its client library. The library is loaded only where metrics are asked for, and
// opens no socket: what it prints is served by the listener of `@dome/runtime`.
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { METRICS } from './declared.ts';
import type { MetricName } from './declared.ts';
import { countValue, emptyDistribution, expose } from './histogram.ts';
import type { Distribution } from './histogram.ts';
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

interface Tally {
  readonly labels: Record<string, string>;
  /** What was added since the last scrape. */
  pending: number;
}

interface HeldCounter {
  readonly of: Counter;
  readonly series: SeriesIndex<Tally>;
}

interface HeldHistogram {
  readonly bounds: readonly number[];
  readonly series: SeriesIndex<Distribution>;
}

/** Counters and histograms are there from the start, at 0; what is shown appears with its reading. */
export async function createPrometheusMeters(plane: 'dome' | 'domed'): Promise<PrometheusMeters> {
  const client = await import('prom-client');
  const registry: Registry = new client.Registry();
  const fold = createLabelFold();
  const counters = new Map<string, HeldCounter>();
  const histograms = new Map<string, HeldHistogram>();
  const common = (name: string, { help, labels }: Metric) => {
    return { name, help, labelNames: [...labels], registers: [registry] };
  };
  for (const [name, metric] of Object.entries<Metric>(METRICS)) {
    if (metric.plane !== 'both' && metric.plane !== plane) continue;
    const names = metric.labels;
    if (metric.kind === 'counter') {
      const series = createSeriesIndex({ names, fold }, (labels): Tally => ({ labels, pending: 0 }));
      counters.set(name, { of: new client.Counter(common(name, metric)), series });
    }
    if (metric.kind === 'histogram') {
      const bounds = metric.buckets;
      const series = createSeriesIndex({ names, fold }, emptyDistribution(bounds));
      if (names.length === 0) series.find({});
      histograms.set(name, { bounds, series });
      registry.registerMetric(exposed(name, metric.help, { bounds, series }));
    }
  }
  for (const [label, bound] of Object.entries<LabelBound>(LABELS))
    if ('values' in bound) beginAtZero(counters, label, bound.values);
  return {
    add: (name, labels, by = 1) => {
      const tally = counters.get(name)?.series.find(labels);
      if (tally !== undefined) tally.pending += by;
    },
    observe: (name, labels, value) => {
      const held = histograms.get(name);
      if (held !== undefined) countValue(held.series.find(labels), held.bounds, value);
    },
    show: (name: MetricName, read: Samples) => {
      const shown: Counter | Gauge = counters.get(name)?.of ?? new client.Gauge(common(name, METRICS[name]));
      const series = createSeriesIndex({ names: METRICS[name].labels, fold }, (labels) => labels);
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

/** The library prints whatever answers as its own metrics do, which its type does not say. */
function exposed(name: string, help: string, { bounds, series }: HeldHistogram): Histogram {
  const get = async () => ({ name, help, type: 'histogram', values: expose(name, bounds, series) });
  return { name, help, get } as unknown as Histogram;
}

/**
 * A series that appears with its first event has no increase, so an alert on the first one would never come: where one label
 * alone tells the series of a counter apart, they are all there from the start.
 */
function beginAtZero(counters: ReadonlyMap<string, HeldCounter>, label: string, values: readonly string[]): void {
  for (const [name, { labels }] of Object.entries<Metric>(METRICS)) {
    if (labels.length !== 1 || labels[0] !== label) continue;
    for (const value of values) counters.get(name)?.of.inc({ [label]: value }, 0);
  }
}

/** The library counts slowly, so it is told once a scrape. */
function flush({ of, series }: HeldCounter): void {
  for (const one of series.all) {
    if (one.pending === 0) continue;
    of.inc(one.labels, one.pending);
    one.pending = 0;
  }
}

function setAll(shown: Counter | Gauge, series: SeriesIndex<LabelValues>, samples: ReturnType<Samples>): void {
  shown.reset();
  for (const { labels, value } of samples) shown.inc(series.find(labels), value);
}
