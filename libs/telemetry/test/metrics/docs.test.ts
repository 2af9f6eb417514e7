// The table of metrics in docs/metrics.md and the declared metrics are the same, in both directions.
import { documentedMetrics } from '@dome/testkit';
import { expect, test } from 'vitest';

import { METRICS } from '../../src/metrics/declared.ts';

test('each metric has a row with its kind, plane, labels and help, and each row is a metric', () => {
  const declared = Object.entries(METRICS).map(([name, { kind, plane, labels, help }]) => {
    return { name, kind, plane, labels: [...labels], help };
  });
  expect(documentedMetrics()).toEqual(declared);
});
