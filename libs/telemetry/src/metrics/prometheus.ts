// The meters that Prometheus reads, on its client library. The library is loaded only where metrics are asked for, and
// opens no socket: what it prints is served by the listener of `@dome/runtime`.
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { METRICS } from './declared.ts';
import type { MetricName } from './declared.ts';
import { createLabelFold, LABELS } from './labels.ts';
import type { LabelBound, LabelFold, LabelName } from './labels.ts';
import type { Meters } from './meters.ts';
import type { Metric } from './metric.ts';

export interface Exposition {
  readonly text: string;
  readonly contentType: string;
}

export interface PrometheusMeters extends Meters {
  exposition(): Promise<Exposition>;
}

type Labels = Record<string, string>;
type Samples = () => Iterable<{ readonly labels: Readonly<Labels>; readonly value: number }>;

/** Counters and histograms are there from the start, at 0; what is shown appears with its reading. */
export async function createPrometheusMeters(plane: 'dome' | 'domed'): Promise<PrometheusMeters> {
  const client = await import('prom-client');
  const registry: Registry = new client.Registry();
  const fold = createLabelFold();
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const common = (name: string, { help, labels }: Metric) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  const counterOf = (name: string, metric: Metric): Counter => {
    const counter = counters.get(name) ?? new client.Counter(common(name, metric));
    counters.set(name, counter);
    return counter;
  };
  for (const [name, metric] of Object.entries<Metric>(METRICS)) {
    if (metric.plane !== 'both' && metric.plane !== plane) continue;
    if (metric.kind === 'counter') counterOf(name, metric);
    if (metric.kind === 'histogram')
      histograms.set(name, new client.Histogram({ ...common(name, metric), buckets: [...metric.buckets] }));
  }
  for (const [label, bound] of Object.entries<LabelBound>(LABELS))
    if ('values' in bound) beginAtZero(counters, label, bound.values);
  return {
    add: (name, labels, by = 1) => counters.get(name)?.inc(folded(fold, labels), by),
    observe: (name, labels, value) => histograms.get(name)?.observe(folded(fold, labels), value),
    show: (name: MetricName, read: Samples) => {
      const metric: Metric = METRICS[name];
      const shown: Counter | Gauge =
        metric.kind === 'counter' ? counterOf(name, metric) : new client.Gauge(common(name, metric));
      Object.assign(shown, { collect: () => setAll(shown, fold, read()) });
    },
    know: (label, values) => {
      fold.know(label, values);
      beginAtZero(counters, label, values);
    },
    exposition: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}

/**
 * A series that appears with its first event has no increase, so an alert on the first one would never come: where one label
 * alone tells the series of a counter apart, they are all there from the start.
 */
function beginAtZero(counters: ReadonlyMap<string, Counter>, label: string, values: readonly string[]): void {
  for (const [name, { labels }] of Object.entries<Metric>(METRICS)) {
    if (labels.length !== 1 || labels[0] !== label) continue;
    for (const value of values) counters.get(name)?.inc({ [label]: value }, 0);
  }
}

function setAll(shown: Counter | Gauge, fold: LabelFold, samples: ReturnType<Samples>): void {
  shown.reset();
  for (const { labels, value } of samples) shown.inc(folded(fold, labels), value);
}

function folded(fold: LabelFold, labels: Readonly<Labels>): Labels {
  const entries = Object.entries(labels).map(([label, value]) => [
    label,
    isLabelName(label) ? fold.fold(label, value) : value,
  ]);
  return Object.fromEntries(entries);
}

function isLabelName(label: string): label is LabelName {
  return Object.hasOwn(LABELS, label);
}
