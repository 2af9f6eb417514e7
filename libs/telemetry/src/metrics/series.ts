// The series of one metric, found by the values of its labels. A part of a plane counts thousands of times a second, so the
// labels of a series are folded once, and their object is used again.
import type { LabelFold, LabelName } from './labels.ts';

export type LabelValues = Readonly<Record<string, string>>;

export interface Series {
  /** As they are exposed. */
  readonly labels: Record<string, string>;
  /** What was added since the last scrape. */
  pending: number;
}

export interface SeriesIndex {
  find(labels: LabelValues): Series;
  readonly all: Iterable<Series>;
}

export function createSeriesIndex(names: readonly LabelName[], fold: LabelFold): SeriesIndex {
  const known = new Map<string, Series>();
  const keyOf = (labels: LabelValues): string => {
    let key = '';
    for (const name of names) key += `${labels[name] ?? ''}\n`;
    return key;
  };
  /** Values that fold are never a key: there is no end of them. */
  const make = (given: LabelValues): Series => {
    const labels = Object.fromEntries(names.map((name) => [name, fold.fold(name, given[name] ?? '')]));
    const key = keyOf(labels);
    const series = known.get(key) ?? { labels, pending: 0 };
    known.set(key, series);
    return series;
  };
  return {
    find: (labels) => known.get(keyOf(labels)) ?? make(labels),
    get all() {
      return known.values();
    },
  };
}
