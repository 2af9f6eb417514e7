/**
 * Every metric that a plane exposes, declared once. Names follow Prometheus: base units (seconds, bytes) are part of the
 * name, and what only grows ends in `_total`. The table of docs/observability.md has the same names, labels and helps, and
 * a test compares both.
 */
import type { LabelName } from './labels.ts';

interface Declared {
  /** Which plane exposes it. */
  readonly plane: 'dome' | 'domed' | 'both';
  readonly help: string;
  readonly labels: readonly LabelName[];
}
export type Metric = Declared &
  ({ readonly kind: 'counter' | 'gauge' } | { readonly kind: 'histogram'; readonly buckets: readonly number[] });

export const METRICS = {
  dome_build_info: {
    kind: 'gauge',
    plane: 'both',
    help: 'Always 1: the version of Dome that the process runs, as a label.',
    labels: ['plane', 'version'],
  },
  dome_event_loop_p99_seconds: {
    kind: 'gauge',
    plane: 'both',
    help: 'How long one turn of the event loop held up everything else, 99th percentile of the last one to two minutes.',
    labels: [],
  },
  dome_event_loop_max_seconds: {
    kind: 'gauge',
    plane: 'both',
    help: 'The longest turn of the event loop in the last one to two minutes.',
    labels: [],
  },
  dome_event_loop_long_turns_total: {
    kind: 'counter',
    plane: 'both',
    help: 'Turns of the event loop that took longer than the label says, in seconds.',
    labels: ['over'],
  },
  process_cpu_seconds_total: {
    kind: 'counter',
    plane: 'both',
    help: 'Processor time of the process, of user and system together.',
    labels: [],
  },
  process_resident_memory_bytes: {
    kind: 'gauge',
    plane: 'both',
    help: 'Memory that the process holds.',
    labels: [],
  },
  process_start_time_seconds: {
    kind: 'gauge',
    plane: 'both',
    help: 'When the process was started, in seconds since 1970.',
    labels: [],
  },
  nodejs_heap_size_used_bytes: {
    kind: 'gauge',
    plane: 'both',
    help: 'Memory taken by JavaScript values.',
    labels: [],
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
type NameOf<Kind> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];
export type CounterName = NameOf<'counter'>;
export type HistogramName = NameOf<'histogram'>;
/** What may be read at the time of a scrape. */
export type ShownName = NameOf<'counter' | 'gauge'>;
export type LabelsOf<Name extends MetricName> = [(typeof METRICS)[Name]['labels'][number]] extends [never]
  ? NoLabels
  : Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>;
export type NoLabels = Readonly<Record<string, never>>;
