// Reads the text format of Prometheus strictly: what a scraper would refuse, or take for something else, is an error here.

export interface ExposedSample {
  /** With `_bucket`, `_sum` or `_count` for a histogram. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: ExposedSample[];
}

const HELP = /^# HELP ([a-z_][a-z\d_]*) (\S.*)$/;
const TYPE = /^# TYPE ([a-z_][a-z\d_]*) (counter|gauge|histogram)$/;
const SAMPLE = /^([a-z_][a-z\d_]*)(?:\{(.*)\})? (-?\d[\d.]*(?:e[+-]?\d+)?|\+Inf|NaN)$/;
const LABEL = /([a-z_][a-z\d_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;

/** @throws Error for a line that is none, a family without HELP and TYPE, a series that comes twice */
export function readExposition(text: string): Map<string, MetricFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, MetricFamily>();
  const series = new Set<string>();
  let help: { readonly name: string; readonly text: string } | undefined;
  let family: MetricFamily | undefined;
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, helped, helpText = ''] = HELP.exec(line) ?? [];
    const [, typed, type = ''] = TYPE.exec(line) ?? [];
    if (helped !== undefined) {
      help = { name: helped, text: helpText };
    } else if (typed !== undefined) {
      if (help?.name !== typed) throw new Error(`${typed} has no HELP before its TYPE`);
      if (families.has(typed)) throw new Error(`${typed} is declared twice`);
      family = { name: typed, help: help.text, type, samples: [] };
      families.set(typed, family);
    } else {
      const sample = readSample(line);
      if (family === undefined || !belongs(sample, family)) throw new Error(`${line} stands under ${family?.name}`);
      const key = `${sample.name} ${Object.entries(sample.labels)
        .map((pair) => JSON.stringify(pair))
        .toSorted()
        .join(' ')}`;
      if (series.has(key)) throw new Error(`${line} comes twice`);
      series.add(key);
      family.samples.push(sample);
    }
  }
  return families;
}

function readSample(line: string): ExposedSample {
  const [, name, inner = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`${line} is no line of an exposition`);
  const labels: Record<string, string> = {};
  let at = 0;
  for (const [whole, label = '', text = ''] of inner.matchAll(LABEL)) {
    if (label in labels) throw new Error(`${line} has the label ${label} twice`);
    labels[label] = text.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    at += whole.length;
  }
  if (at !== inner.length) throw new Error(`${line} has labels that cannot be read`);
  return { name, labels, value: Number(value.replace('+Inf', 'Infinity')) };
}

function belongs({ name, labels }: ExposedSample, { name: family, type }: MetricFamily): boolean {
  if (type !== 'histogram') return name === family;
  return name === `${family}_bucket` ? 'le' in labels : name === `${family}_sum` || name === `${family}_count`;
}

/** The sum over the series that have these labels; undefined if there is none. */
export function metricValue(
  families: ReadonlyMap<string, MetricFamily>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const family = families.get(name) ?? families.get(name.replace(/_(?:count|sum)$/, ''));
  const found = (family?.samples ?? []).filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}
