// The table of metrics in docs/observability.md and the declared metrics are the same, in both directions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { METRICS } from '../../src/metrics/declared.ts';

const page = readFileSync(join(import.meta.dirname, '../../../..', 'docs', 'observability.md'), 'utf8');
const ROW = /^\| `([a-z\d_]+)` +\| (\w+) +\| (\w+) +\| ((?:`\w+`(?:, )?)*) *\| (.+?) +\|$/gm;

const asRow = (name: string, { kind, plane, labels, help }: (typeof METRICS)[keyof typeof METRICS]): string[] => [
  name,
  kind,
  plane,
  labels.map((label) => `\`${label}\``).join(', '),
  help,
];

test('each metric has a row with its kind, plane, labels and help, and each row is a metric', () => {
  const rows = [...page.matchAll(ROW)].map(([, ...cells]) => cells);
  expect(rows).toEqual(Object.entries(METRICS).map(([name, metric]) => asRow(name, metric)));
});
