// Both planes are scraped while the release of the example runs: what they expose is what docs/metrics.md lists, no
// more and no less, and it says what happens.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, metricValue, needPython, readExposition, undocumented } from '@dome/testkit';
import type { MetricFamily, PlaneProcess } from '@dome/testkit';
import { expect, test } from 'vitest';

import { httpOf } from './http-of.ts';
import { finishedRelease, openGate, RELEASE_SKILLS, submitRelease } from './release-story.ts';
import { EXAMPLES, openStage } from './stage.ts';

const HTTP = { DOME_HTTP: '127.0.0.1:0' };

async function scrape(plane: PlaneProcess): Promise<Map<string, MetricFamily>> {
  const { status, text, contentType } = await httpOf(plane, '/metrics');
  expect([status, contentType]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return readExposition(text);
}

/** Ids, digests and paths: each would be a series of its own for every run. */
const UNBOUNDED = /-[a-z2-7]{8}$|sha256|[0-9a-f]{16}|\/|@/;

function expectBounded(families: ReadonlyMap<string, MetricFamily>): void {
  for (const { samples } of families.values()) {
    for (const { name, labels } of samples)
      for (const [label, value] of Object.entries(labels))
        if (label !== 'version') expect(value, `${name} ${label}`).not.toMatch(UNBOUNDED);
  }
}

test('a release is told by the metrics of both planes while it runs', { timeout: 150_000 }, async (context) => {
  needPython(context, 'sqlite3');
  const environments = await mkdtemp(join(tmpdir(), 'dome-environments-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(environments, { recursive: true, force: true }));
  await using stage = await openStage({ skills: RELEASE_SKILLS, ackWaitMs: 3_000 });
  const daemon = await stage.daemon({ env: { ...HTTP, DOME_SECRETS: join(EXAMPLES, 'secrets') } });
  const control = await stage.control({ env: HTTP, lawDir: join(EXAMPLES, 'law') });
  const ada = await stage.as('ada');
  const grace = await stage.as('grace');

  const runId = await submitRelease(ada, environments);
  const gate = await openGate(ada, runId);
  const waiting = await scrape(control);
  expect(undocumented(waiting, 'dome')).toEqual([]);
  expect(undocumented(await scrape(daemon), 'domed')).toEqual([]);
  expect(metricValue(waiting, 'dome_runs_open')).toBe(1);
  expect(metricValue(waiting, 'dome_gates_waiting', { plan: 'release' })).toBe(1);
  const sinceSeconds = (Date.now() - Date.parse(gate.requestedAt ?? '')) / 1_000;
  expect(metricValue(waiting, 'dome_gate_oldest_wait_seconds')).toBeGreaterThanOrEqual(0);
  expect(metricValue(waiting, 'dome_gate_oldest_wait_seconds')).toBeLessThan(sinceSeconds + 5);
  expect(metricValue(waiting, 'dome_gate_decisions_total', { verdict: 'REJECT' })).toBe(1);

  const { gate: name, iteration, evidenceDigest } = gate;
  await grace.gates.decide({ runId, gate: name, iteration, evidenceDigest, verdict: 'approve', reason: 'It holds.' });
  const run = await finishedRelease(ada, runId);
  const dome = await eventually(async () => {
    const families = await scrape(control);
    return metricValue(families, 'dome_runs_open') === 0 && families;
  });
  const domed = await scrape(daemon);
  expect(undocumented(dome, 'dome')).toEqual([]);
  expect(undocumented(domed, 'domed')).toEqual([]);
  for (const families of [dome, domed]) expectBounded(families);

  const plan = 'release';
  expect(metricValue(dome, 'dome_runs_submitted_total', { plan })).toBe(1);
  expect(metricValue(dome, 'dome_runs_finished_total', { plan, result: 'success' })).toBe(1);
  expect(metricValue(dome, 'dome_run_duration_seconds_count', { plan })).toBe(1);
  expect(metricValue(dome, 'dome_gates_waiting')).toBeUndefined();
  expect(metricValue(dome, 'dome_gate_oldest_wait_seconds')).toBe(0);
  expect(metricValue(dome, 'dome_gate_decisions_total', { verdict: 'NEEDS_HUMAN' })).toBe(1);
  expect(metricValue(dome, 'dome_gate_votes_total', { vote: 'approve' })).toBe(1);
  expect(metricValue(dome, 'dome_promotion_decisions_total', { environment: 'staging', verdict: 'APPROVE' })).toBe(1);
  expect(metricValue(dome, 'dome_promotions_total', { environment: 'staging' })).toBe(1);
  expect(metricValue(dome, 'dome_requests_total', { endpoint: 'run-submit', code: 'ok' })).toBe(1);
  expect(metricValue(dome, 'dome_bus_publish_seconds_count', { publisher: 'events', write: 'stored' })).toBeGreaterThan(
    10,
  );

  const ended = run.tasks.filter(({ state }) => state === 'settled').length;
  expect(metricValue(dome, 'dome_tasks_settled_total')).toBe(ended);
  expect(metricValue(domed, 'dome_jobs_total')).toBe(ended);
  expect(metricValue(domed, 'dome_jobs_total', { skill: 'node-test', result: 'failure' })).toBe(1);
  expect(metricValue(domed, 'dome_job_attempts_total')).toBeGreaterThanOrEqual(ended);
  expect(metricValue(domed, 'dome_job_execution_seconds_count')).toBe(ended);
  expect(metricValue(domed, 'dome_job_queue_seconds_count', { pool: 'default' })).toBe(ended);
  expect(metricValue(domed, 'dome_job_log_lines_total', { skill: 'node-test' })).toBeGreaterThan(0);
  expect(metricValue(domed, 'dome_slots')).toBe(8);
  expect(metricValue(domed, 'dome_daemon_info', { pool: 'default' })).toBe(1);
  expect(metricValue(domed, 'dome_skills_served')).toBe(RELEASE_SKILLS.length);
  for (const families of [dome, domed]) expect(metricValue(families, 'dome_ready')).toBe(1);
});
