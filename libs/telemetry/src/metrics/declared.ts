/**
 * Every metric that a plane exposes, declared once. docs/metrics.md is generated from it.
 */
import { BOTH_METRICS } from './both-metrics.ts';
import { DOME_METRICS } from './dome-metrics.ts';
import { DOMED_METRICS } from './domed-metrics.ts';

export const METRICS = { ...DOME_METRICS, ...DOMED_METRICS, ...BOTH_METRICS } as const;

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
