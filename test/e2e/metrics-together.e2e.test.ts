// How the metrics of several processes are put together: counters and what a process holds by their sum, what every replica
// sees alike by the maximum.

import { eventually, gatedPlan, humanPolicy, metricValue, readExposition } from '@dome/testkit';
import type { PlaneProcess } from '@dome/testkit';
import { expect, test } from 'vitest';

import { httpOf } from './http-of.ts';
import { openStage } from './stage.ts';

const HTTP = { env: { DOME_HTTP: '127.0.0.1:0' } };
const RUNS = 6;

async function valuesOf(planes: readonly PlaneProcess[], name: string, labels = {}): Promise<number[]> {
  const scraped = await Promise.all(
    planes.map(async (plane) => readExposition((await httpOf(plane, '/metrics')).text)),
  );
  return scraped.map((families) => metricValue(families, name, labels) ?? 0);
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

test('two replicas and two daemons tell each event once, and what waits alike', { timeout: 90_000 }, async () => {
  await using stage = await openStage({ skills: ['count-node'] });
  const replicas = [await stage.control(HTTP), await stage.control(HTTP)];
  const daemons = [await stage.daemon(HTTP), await stage.daemon(HTTP)];
  const ada = await stage.as('ada');
  for (let run = 0; run < RUNS; run += 1)
    await ada.runs.submit({ plan: gatedPlan, policy: humanPolicy, inputs: {}, idempotencyKey: `run-${run}` });
  await eventually(
    async () => expect(await valuesOf(replicas, 'dome_gates_waiting')).toEqual(replicas.map(() => RUNS)),
    { timeoutMs: 30_000, stepMs: 100 },
  );
  expect(await valuesOf(replicas, 'dome_runs_open')).toEqual(replicas.map(() => RUNS));
  for (const [name, labels] of [
    ['dome_runs_submitted_total', {}],
    ['dome_tasks_settled_total', { result: 'success' }],
    ['dome_gate_decisions_total', { verdict: 'NEEDS_HUMAN' }],
  ] as const)
    expect([name, sum(await valuesOf(replicas, name, labels))]).toEqual([name, RUNS]);
  expect(sum(await valuesOf(daemons, 'dome_jobs_total', { result: 'success' }))).toBe(RUNS);
  expect(sum(await valuesOf(daemons, 'dome_job_attempts_total'))).toBe(RUNS);
  expect(sum(await valuesOf(daemons, 'dome_slots'))).toBe(16);
});
