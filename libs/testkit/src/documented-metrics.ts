// The list of metrics in docs/metrics.md, as its readers have it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ExposedSample, MetricFamily } from './exposition.ts';

export interface DocumentedMetric {
  readonly name: string;
  readonly kind: string;
  readonly plane: string;
  readonly labels: readonly string[];
  readonly help: string;
}

const ROW = /^\| `([a-z\d_]+)` +\| (counter|gauge|histogram) +\| (dome|domed|both) +\| (.*?) +\| (.+?) +\| .*\|$/gm;

export function documentedMetrics(): DocumentedMetric[] {
  const page = readFileSync(join(import.meta.dirname, '../../..', 'docs', 'metrics.md'), 'utf8');
  return [...page.matchAll(ROW)].map(([, name = '', kind = '', plane = '', labels = '', help = '']) => ({
    name,
    kind,
    plane,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    help,
  }));
}

/** Sentences about what a plane exposes otherwise than documented: families, types, helps, labels; none if all is well. */
export function undocumented(families: ReadonlyMap<string, MetricFamily>, plane: 'dome' | 'domed'): string[] {
  const documented = documentedMetrics().filter((metric) => metric.plane === plane || metric.plane === 'both');
  const names = new Set(documented.map(({ name }) => name));
  const strange = [...families.keys()].filter((name) => !names.has(name));
  return [
    ...strange.map((name) => `${name} is in no list`),
    ...documented.flatMap((metric) => differences(metric, families.get(metric.name))),
  ];
}

function differences(metric: DocumentedMetric, family: MetricFamily | undefined): string[] {
  const { name, kind, help } = metric;
  if (family === undefined) return [`${name} is not exposed`];
  const labels = metric.labels.toSorted().join(' ');
  const ownOf = (sample: ExposedSample): string =>
    Object.keys(sample.labels)
      .filter((label) => label !== 'le')
      .toSorted()
      .join(' ');
  return [
    ...(family.type === kind ? [] : [`${name} is a ${family.type}`]),
    ...(family.help === help ? [] : [`${name} says: ${family.help}`]),
    ...family.samples.filter((sample) => ownOf(sample) !== labels).map((sample) => `${name} has ${ownOf(sample)}`),
    ...family.samples.filter(({ value }) => !Number.isFinite(value)).map(({ value }) => `${name} is ${value}`),
  ];
}
