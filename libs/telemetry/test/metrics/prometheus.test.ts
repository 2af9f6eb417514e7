import { LIMITS } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { METRICS } from '../../src/metrics/declared.ts';
import type { CounterName, HistogramName, MetricName } from '../../src/metrics/declared.ts';
import { LABELS } from '../../src/metrics/labels.ts';
import { createPrometheusMeters } from '../../src/metrics/prometheus.ts';
import type { PrometheusMeters } from '../../src/metrics/prometheus.ts';

const silent = { error: () => {} };

test('what is shown is read at each scrape, and samples that fold into one are added up', async () => {
  const meters = await createPrometheusMeters('domed', silent);
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

describe('a metric that cannot be read is left out, and blinds nobody to the others', () => {
  const broken = async () => {
    const told: object[] = [];
    const meters = await createPrometheusMeters('dome', { error: (fields) => void told.push(fields) });
    let fault: (() => number) | undefined;
    meters.show('dome_runs_open', () => [{ labels: {}, value: fault?.() ?? 4 }]);
    meters.show('dome_gates_waiting', () => {
      const other = { labels: { plan: 'release' }, value: 1 };
      return fault === undefined ? [other] : [other, { labels: { plan: 'other-one' }, value: fault() }];
    });
    meters.show('dome_runs_stuck', () => [{ labels: {}, value: 2 }]);
    const scrape = async (): Promise<string> => (await meters.exposition()).text;
    return { told, scrape, break: (how: () => number) => void (fault = how), mend: () => void (fault = undefined) };
  };
  const throws = (): number => {
    throw new Error('the index is gone');
  };

  test.each([
    ['throws', throws, 'the index is gone'],
    ['gives no number', () => Number.NaN, 'it was read as NaN'],
  ])('its reading %s', async (_, how, message) => {
    const { told, scrape, ...stage } = await broken();
    expect(await scrape()).toContain('dome_runs_open 4\n');
    stage.break(how);
    const text = await scrape();
    expect(text).toContain('dome_runs_stuck 2\n');
    expect(text).toContain('dome_metrics_unread_total 2\n');
    expect(text).not.toMatch(/^dome_(runs_open|gates_waiting)[ {]/m);
    expect(await scrape()).toContain('dome_metrics_unread_total 4\n');
    const named = ['dome_runs_open', 'dome_gates_waiting'].map((metric) => ({ metric, err: { message } }));
    expect(told).toMatchObject(named);
    expect(told).toHaveLength(2);
    stage.mend();
    expect(await scrape()).toMatch(/^dome_runs_open 4\n[^]*^dome_gates_waiting{plan="release"} 1\n/m);
  });
});

test('what is not read yet is not there, and what only grows begins at 0', async () => {
  const meters = await createPrometheusMeters('domed', silent);
  const before = (await meters.exposition()).text;
  expect(before).toContain('process_cpu_seconds_total 0\n');
  expect(before).not.toContain('process_resident_memory_bytes');
  meters.show('process_cpu_seconds_total', () => [{ labels: {}, value: 7 }]);
  expect((await meters.exposition()).text).toContain('process_cpu_seconds_total 7\n');
});

test('what one label tells apart is there at 0, so that the first event is an increase', async () => {
  const meters = await createPrometheusMeters('domed', silent);
  expect((await meters.exposition()).text).not.toContain('dome_jobs_parked_total{');
  meters.know('skill', ['lint', 'pack']);
  const { text } = await meters.exposition();
  expect(text).toContain('dome_jobs_parked_total{skill="lint"} 0\n');
  expect(text).toContain('dome_jobs_parked_total{skill="pack"} 0\n');
  expect(text).not.toContain('dome_jobs_total{');
  expect((await (await createPrometheusMeters('dome', silent)).exposition()).text).toContain(
    'dome_gate_votes_total{vote="reject"} 0\n',
  );
});

test('every name keeps the rules of Prometheus: base units, and _total for what only grows', () => {
  for (const [name, { kind, labels, help }] of Object.entries(METRICS)) {
    expect(name).toMatch(/^(dome|process|nodejs)_[a-z\d_]+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter']);
    expect(name).not.toMatch(/_(ms|milliseconds|micros|minutes|hours|kb|mb|kilobytes|percent|count|sum|bucket)(_|$)/);
    expect(help).toMatch(/^[A-Z1].*\.$/);
    for (const label of labels) expect(LABELS).toHaveProperty(label);
  }
});

describe('the number of series has a bound', () => {
  const RUNS = 10_000;
  const seriesOf = async (meters: PrometheusMeters): Promise<number> =>
    (await meters.exposition()).text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;

  /** Every label of every metric that is counted gets a value that is another one in each run. */
  const feed = (meters: PrometheusMeters, [from, to]: readonly [number, number]): void => {
    for (let run = from; run < to; run += 1) {
      for (const [name, { kind, labels }] of Object.entries(METRICS)) {
        const values = Object.fromEntries(labels.map((label) => [label, `${label}-${run}`]));
        if (kind === 'counter') meters.add(name as CounterName, values as never);
        if (kind === 'histogram') meters.observe(name as HistogramName, values as never, run);
      }
    }
  };

  test.each(['dome', 'domed'] as const)('%s: ids of 10,000 runs make no new series', async (plane) => {
    const meters = await createPrometheusMeters(plane, silent);
    feed(meters, [0, LIMITS.metricPlans]);
    const before = await seriesOf(meters);
    feed(meters, [LIMITS.metricPlans, RUNS]);
    const after = await seriesOf(meters);
    // At most `other` is new: once in each series that had a place for a first value.
    feed(meters, [RUNS, RUNS + RUNS / 10]);
    expect(await seriesOf(meters)).toBe(after);
    expect(after).toBeLessThan(before + 1_000);
    expect(after).toBeLessThan(10_000);
  });

  test('what is shown folds, too, and nothing is lost in the sum', async () => {
    const meters = await createPrometheusMeters('dome', silent);
    const samples = Array.from({ length: RUNS }, (_, run) => ({ labels: { plan: `plan-${run}` }, value: 1 }));
    meters.show('dome_gates_waiting', () => samples);
    const lines = (await meters.exposition()).text.split('\n').filter((line) => line.startsWith('dome_gates_waiting{'));
    expect(lines).toHaveLength(LIMITS.metricPlans + 1);
    expect(lines).toContain(`dome_gates_waiting{plan="other"} ${RUNS - LIMITS.metricPlans}`);
  });

  test('each metric belongs to a plane that has it, and to no other', async () => {
    for (const plane of ['dome', 'domed'] as const) {
      const meters = await createPrometheusMeters(plane, silent);
      const { text } = await meters.exposition();
      for (const [name, metric] of Object.entries(METRICS) as [MetricName, (typeof METRICS)[MetricName]][]) {
        if (metric.kind === 'gauge') continue;
        const isOwn = metric.plane === 'both' || metric.plane === plane;
        expect([name, text.includes(`# TYPE ${name} `)]).toEqual([name, isOwn]);
      }
    }
  });
});
