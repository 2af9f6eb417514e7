// The meters that Prometheus reads, on its client library. The library is loaded only where metrics are asked for, and
// opens no socket: what it prints is served by the listener of `@dome/runtime`.
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { createRepeats, toDomeError } from '@dome/contracts';
import type { Logger } from '@dome/runtime';

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

interface Shown {
  readonly of: Counter | Gauge;
  readonly series: SeriesIndex<LabelValues>;
  readonly hasLabels: boolean;
}

interface HeldHistogram {
  readonly bounds: readonly number[];
  readonly series: SeriesIndex<Distribution>;
}

/** Tuning: somebody who scrapes four times a minute need not be told each time what cannot be read. */
const SAID_AGAIN_MS = 600_000;

/** Counters and histograms are there from the start, at 0; what is shown appears with its reading. */
export async function createPrometheusMeters(
  plane: 'dome' | 'domed',
  logger: Pick<Logger, 'error'>,
): Promise<PrometheusMeters> {
  const client = await import('prom-client');
  const registry: Registry = new client.Registry();
  const fold = createLabelFold();
  const counters = new Map<string, HeldCounter>();
  const histograms = new Map<string, HeldHistogram>();
  const readings = new Map<MetricName, () => void>();
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
  const add: Meters['add'] = (name, labels, by = 1) => {
    const tally = counters.get(name)?.series.find(labels);
    if (tally !== undefined) tally.pending += by;
  };
  const tellUnread = createTeller(logger, () => add('dome_metrics_unread_total', {}));
  return {
    add,
    observe: (name, labels, value) => {
      const held = histograms.get(name);
      if (held !== undefined) countValue(held.series.find(labels), held.bounds, value);
    },
    show: (name: MetricName, read: Samples) => {
      const shown: Counter | Gauge = counters.get(name)?.of ?? new client.Gauge(common(name, METRICS[name]));
      const series = createSeriesIndex({ names: METRICS[name].labels, fold }, (labels) => labels);
      const hasLabels = METRICS[name].labels.length > 0;
      readings.set(name, () => setAll({ of: shown, series, hasLabels }, read));
    },
    know: (label, values) => {
      fold.know(label, values);
      beginAtZero(counters, label, values);
    },
    exposition: async () => {
      // One that cannot be read is left out, and the others are told.
      for (const [name, take] of readings) tryTo(take, (err) => tellUnread(name, err));
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

/** Nothing of a reading that fails half way is told, because a part of it would be taken for all. */
function setAll({ of: shown, series, hasLabels }: Shown, read: Samples): void {
  shown.reset();
  // The library keeps the only series of a metric without labels, at 0.
  if (!hasLabels) shown.remove();
  const values: [labels: LabelValues, value: number][] = [];
  for (const { labels, value } of read()) {
    if (!Number.isFinite(value)) throw new Error(`it was read as ${value}`);
    values.push([series.find(labels), value]);
  }
  for (const [labels, value] of values) shown.inc(labels, value);
}

function createTeller(logger: Pick<Logger, 'error'>, count: () => void): (metric: MetricName, thrown: unknown) => void {
  const isSaid = createRepeats({ nowMs: () => performance.now(), everyMs: SAID_AGAIN_MS });
  return (metric, thrown) => {
    count();
    const err = toDomeError(thrown);
    if (isSaid(`${metric} ${err.message}`)) logger.error({ err, metric }, 'a metric cannot be read');
  };
}

function tryTo(act: () => void, failed: (err: unknown) => void): void {
  try {
    act();
  } catch (err) {
    failed(err);
  }
}
