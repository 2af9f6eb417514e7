// The series of one metric, found by the values of its labels. A part of a plane counts thousands of times a second, so the
// labels of a series are folded once, and what was counted is kept beside them.
import type { LabelFold, LabelName } from './labels.ts';

export type LabelValues = Readonly<Record<string, string>>;

export interface SeriesIndex<Series> {
  find(labels: LabelValues): Series;
  readonly all: Iterable<Series>;
}

/** @param make a series, of its labels as they are exposed */
export function createSeriesIndex<Series>(
  { names, fold }: { readonly names: readonly LabelName[]; readonly fold: LabelFold },
  make: (labels: Record<string, string>) => Series,
): SeriesIndex<Series> {
  const known = new Map<string, Series>();
  const keyOf = (labels: LabelValues): string => {
    let key = '';
    for (const name of names) key += `${labels[name] ?? ''}\n`;
    return key;
  };
  /** Values that fold are never a key: there is no end of them. */
  const findFolded = (given: LabelValues): Series => {
    const labels = Object.fromEntries(names.map((name) => [name, fold.fold(name, given[name] ?? '')]));
    const key = keyOf(labels);
    const series = known.get(key) ?? make(labels);
    known.set(key, series);
    return series;
  };
  return {
    find: (labels) => known.get(keyOf(labels)) ?? findFolded(labels),
    get all() {
      return known.values();
    },
  };
}
