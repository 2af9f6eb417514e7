import { expect, test } from 'vitest';
import { METRICS } from '../../src/metrics/declared.ts';
import { LABELS } from '../../src/metrics/labels.ts';
import { createPrometheusMeters } from '../../src/metrics/prometheus.ts';

test('what is shown is read at each scrape, and samples that fold into one are added up', async () => {
  const meters = await createPrometheusMeters('domed');
  let value = 1;
  meters.show('dome_build_info', () => [
    { labels: { plane: 'strange', version: '1' }, value },
    { labels: { plane: 'stranger', version: '1' }, value },
  ]);
  expect((await meters.exposition()).text).toContain('dome_build_info{plane="other",version="1"} 2\n');
  value = 3;
  const { text, contentType } = await meters.exposition();
  expect(text).toContain('dome_build_info{plane="other",version="1"} 6\n');
  expect(text).toContain('# TYPE dome_build_info gauge\n');
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('what is not read yet is not there, and what only grows begins at 0', async () => {
  const meters = await createPrometheusMeters('domed');
  const before = (await meters.exposition()).text;
  expect(before).toContain('process_cpu_seconds_total 0\n');
  expect(before).not.toContain('process_resident_memory_bytes');
  meters.show('process_cpu_seconds_total', () => [{ labels: {}, value: 7 }]);
  expect((await meters.exposition()).text).toContain('process_cpu_seconds_total 7\n');
});

test('every name keeps the rules of Prometheus: base units, and _total for what only grows', () => {
  for (const [name, { kind, labels, help }] of Object.entries(METRICS)) {
    expect(name).toMatch(/^(dome|process|nodejs)_[a-z\d_]+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter']);
    expect(name).not.toMatch(/_(ms|milliseconds|micros|minutes|hours|kb|mb|kilobytes|percent|count|sum|bucket)(_|$)/);
    expect(help).toMatch(/^[A-Z].*\.$/);
    for (const label of labels) expect(LABELS).toHaveProperty(label);
  }
});
