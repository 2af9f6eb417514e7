/**
 * What a part of a service counts with. The composition root hands it in; where nothing listens, it hands in meters that
 * do nothing. What is counted elsewhere already, or is a state, is shown: it is read when somebody scrapes and costs
 * nothing until then.
 */
import type { CounterName, HistogramName, LabelsOf, MetricName, NoLabels, ShownName } from './declared.ts';
import type { LabelName } from './labels.ts';

export interface Sample<Name extends MetricName> {
  readonly labels: LabelsOf<Name>;
  readonly value: number;
}

export interface Meters {
  add<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void;
  /** @param value in the unit that the metric is named for: seconds, bytes */
  observe<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, value: number): void;
  /** `read` is called at each scrape and answers from memory; samples with the same labels are added up. */
  show<Name extends ShownName>(name: Name, read: () => Iterable<Sample<Name>>): void;
  /** The values of a label that the process had to read first, such as the skills of its catalogue. */
  know(label: LabelName, values: readonly string[]): void;
}

export const NO_METERS: Meters = Object.freeze({
  add: () => {},
  observe: () => {},
  show: () => {},
  know: () => {},
});

/** The reading of a metric without labels. */
export const one = (value: number): [{ readonly labels: NoLabels; readonly value: number }] => [{ labels: {}, value }];

const SECOND_MS = 1_000;

/** Parts of a plane measure milliseconds; Prometheus wants seconds. */
export const seconds = (ms: number): number => ms / SECOND_MS;
