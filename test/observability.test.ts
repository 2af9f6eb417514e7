// Every query of the board and of the alerts parses by Prometheus' own grammar, and asks for metrics and labels that the
// planes expose.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { documentedMetrics } from '@dome/testkit';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { queryComplaints } from './observability/queries.ts';

const infra = (path: string): string => readFileSync(join(import.meta.dirname, '..', 'infra', path), 'utf8');
const known = documentedMetrics();

describe('a query', () => {
  const metrics = [
    { name: 'a_total', kind: 'counter', labels: ['plan'] },
    { name: 'b', kind: 'gauge', labels: [] },
    { name: 'c_seconds', kind: 'histogram', labels: ['skill'] },
  ];

  test.each([
    'sum by (plan) (rate(a_total{plan="x", namespace=~"y"}[5m]))',
    'max(b) / on () group_left () max(b)',
    'histogram_quantile(0.95, sum by (le, skill) (rate(c_seconds_bucket[5m])))',
    'sum(rate(c_seconds_sum[5m])) / sum(rate(c_seconds_count[5m]))',
    'sum(1 - b{instance="z"}) > 0',
  ])('%s is sound', (query) => {
    expect(queryComplaints(query, metrics)).toEqual([]);
  });

  test.each([
    ['sum by (plan (a_total)', /does not parse/],
    ['max(d)', /asks for d, which nobody exposes/],
    ['sum(rate(a_total{skill="x"}[5m]))', /a_total has no label skill/],
    ['sum by (skill) (rate(a_total[5m]))', /groups by skill, which none of its metrics has/],
    ['sum(a_total)', /a_total only grows: take its rate/],
    ['rate(b[5m])', /b has no rate/],
    ['rate(c_seconds[5m])', /asks for c_seconds, which nobody exposes/],
    ['sum by (le) (rate(c_seconds_sum[5m]))', /groups by le/],
  ])('%s is not', (query, complaint) => {
    expect(queryComplaints(query, metrics).join('\n')).toMatch(complaint);
  });
});

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

describe('the board', () => {
  // Its shape is Grafana's own.
  const board = JSON.parse(infra('grafana/dashboards/dome.json')) as {
    readonly panels: readonly Panel[];
    readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
  };
  const shown = board.panels.filter(({ type }) => type !== 'row');
  /** As Grafana asks: its variables have values then. */
  const asked = (expr: string): string =>
    expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$(namespace|instance)\b/g, '.*');

  test('asks only for what the planes expose', () => {
    const queries = shown.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    expect(queries.length).toBeGreaterThan(40);
    const complaints = queries.flatMap(({ title, expr }) => {
      return queryComplaints(asked(expr), known).map((said) => `${title}: ${said}`);
    });
    expect(complaints).toEqual([]);
    for (const { expr } of queries) expect(asked(expr)).not.toContain('$');
  });

  test('shows every metric that tells of the work, in the rows that people look for', () => {
    const text = shown.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
    const inNoPanel = known.map(({ name }) => name).filter((name) => !text.includes(name));
    expect(inNoPanel).toEqual([
      'dome_deliveries_in_hand',
      'dome_deliveries_unreadable_total',
      'dome_skills_served',
      'dome_entries_unreadable_total',
      'dome_job_attempts_total',
      'dome_job_log_lines_total',
      'dome_metrics_unread_total',
      'dome_event_loop_p99_seconds',
      'dome_event_loop_long_turns_total',
      'process_start_time_seconds',
      'nodejs_heap_size_used_bytes',
    ]);
    const rows = board.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual(['Fleet', 'Queue', 'Runs', 'Gates', 'Broker', 'Processes']);
  });

  test('has panels that say what they show, and lie beside one another', () => {
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    for (const { title, description = '' } of shown)
      expect([title, description]).toEqual([title, expect.stringMatching(/^[A-Z\d].*\.$/)]);
    const places = board.panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
      expect([title, x + w <= 24]).toEqual([title, true]);
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`);
    });
    expect(new Set(places).size).toBe(places.length);
  });

  test('can be narrowed to a namespace and an instance', () => {
    expect(board.templating.list.map(({ name }) => name)).toEqual(['datasource', 'namespace', 'instance']);
    for (const { title, targets = [] } of shown)
      for (const { expr } of targets)
        for (const variable of ['$namespace', '$instance']) expect(`${title}: ${expr}`).toContain(variable);
  });
});

describe('the alerts', () => {
  const { groups } = parse(infra('prometheus/rules.yaml')) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  interface Rule {
    readonly alert: string;
    readonly expr: string;
    readonly labels: { readonly severity: string };
    readonly annotations: { readonly summary: string; readonly description: string };
  }
  const rules = groups.flatMap((group) => group.rules);

  test('ask only for what the planes expose, and say what happened and what to do', () => {
    for (const { alert, expr, labels, annotations } of rules) {
      expect([alert, ...queryComplaints(expr, known)]).toEqual([alert]);
      expect(['info', 'warning', 'critical']).toContain(labels.severity);
      for (const text of Object.values(annotations)) expect(text).toMatch(/\.$/);
    }
  });

  test('are those of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'observability.md'), 'utf8');
    const named = [...page.matchAll(/^\| `(Dome[A-Za-z]+)` +\|/gm)].map(([, name]) => name);
    expect(named).toEqual(rules.map(({ alert }) => alert));
    expect(rules).toHaveLength(5);
  });
});
