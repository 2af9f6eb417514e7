// What the queries of the board and of the alerts ask for, by Prometheus' own grammar.
import { parser } from '@prometheus-io/lezer-promql';

/** As docs/metrics.md lists it. */
export interface KnownMetric {
  readonly name: string;
  readonly kind: string;
  readonly labels: readonly string[];
}

type Cursor = ReturnType<ReturnType<typeof parser.parse>['cursor']>;

/** What a scrape adds to every series, wherever Dome runs. */
const TARGET_LABELS = ['job', 'instance', 'namespace'];
const RATES = new Set(['rate', 'increase', 'irate']);

/** Sentences about what a query would not find; none for a sound one. */
export function queryComplaints(query: string, known: readonly KnownMetric[]): string[] {
  const tree = parser.parse(query);
  const complaints: string[] = [];
  const labels = new Map<string, readonly string[]>();
  tree.iterate({
    enter: ({ type, from, to, node }) => {
      const text = query.slice(from, to);
      if (type.isError) complaints.push(`does not parse at ${from}: ${query.slice(from, from + 20)}`);
      if (type.name !== 'VectorSelector') return;
      const name = wordIn(query, node.cursor(), 'Identifier');
      const metric = seriesOf(name, known);
      if (metric === undefined) return void complaints.push(`asks for ${name || text}, which nobody exposes`);
      labels.set(name, metric.labels);
      const isRated = RATES.has(callAround(query, node.cursor()));
      if (metric.grows !== isRated)
        complaints.push(`${name} ${metric.grows ? 'only grows: take its rate' : 'has no rate'}`);
      for (const label of wordsIn(query, node.cursor(), 'LabelName'))
        if (!metric.labels.includes(label)) complaints.push(`${name} has no label ${label}`);
    },
  });
  const all = new Set([...labels.values()].flat());
  tree.iterate({
    enter: ({ type, node }) => {
      if (type.name !== 'GroupingLabels') return;
      for (const label of wordsIn(query, node.cursor(), 'LabelName'))
        if (!all.has(label)) complaints.push(`groups by ${label}, which none of its metrics has`);
    },
  });
  return complaints;
}

interface Series {
  readonly labels: readonly string[];
  readonly grows: boolean;
}

function seriesOf(name: string, known: readonly KnownMetric[]): Series | undefined {
  const plain = known.find((metric) => metric.name === name && metric.kind !== 'histogram');
  if (plain !== undefined) return { labels: [...plain.labels, ...TARGET_LABELS], grows: plain.kind === 'counter' };
  const [, base, part] = /^(.*)_(bucket|sum|count)$/.exec(name) ?? [];
  const histogram = known.find((metric) => metric.name === base && metric.kind === 'histogram');
  if (histogram === undefined) return undefined;
  return { labels: [...histogram.labels, ...TARGET_LABELS, ...(part === 'bucket' ? ['le'] : [])], grows: true };
}

const wordIn = (query: string, cursor: Cursor, type: string): string => wordsIn(query, cursor, type)[0] ?? '';

/** Below the node. */
function wordsIn(query: string, cursor: Cursor, type: string): string[] {
  const words: string[] = [];
  const end = cursor.to;
  do {
    if (cursor.from >= end) break;
    if (cursor.name === type) words.push(query.slice(cursor.from, cursor.to));
  } while (cursor.next());
  return words;
}

/** The function that is called on the selector: `rate` of `rate(a[5m])`. */
function callAround(query: string, cursor: Cursor): string {
  while (cursor.parent()) {
    if (cursor.name === 'FunctionCall') return wordIn(query, cursor, 'FunctionIdentifier');
    if (cursor.name === 'AggregateExpr' || cursor.name === 'BinaryExpr') return '';
  }
  return '';
}
