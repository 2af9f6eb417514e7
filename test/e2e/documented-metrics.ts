// The list of metrics in docs/observability.md, as its readers have it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DocumentedMetric {
  readonly name: string;
  readonly kind: string;
  readonly plane: string;
  readonly labels: readonly string[];
  readonly help: string;
}

const ROW = /^\| `([a-z\d_]+)` +\| (counter|gauge|histogram) +\| (dome|domed|both) +\| (.*?) +\| (.+?) +\|$/gm;

export function documentedMetrics(): DocumentedMetric[] {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'observability.md'), 'utf8');
  return [...page.matchAll(ROW)].map(([, name = '', kind = '', plane = '', labels = '', help = '']) => ({
    name,
    kind,
    plane,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    help,
  }));
}
