import { asRunId } from '@dome/contracts';
import { createPrometheusMeters } from '@dome/telemetry';
import { releaseDecision, releaseSubmitted } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createMeteredRunStore } from '../../src/adapters/metered-run-store.ts';
import type { RunDraft, RunStore } from '../../src/ports.ts';

const NOW_MS = 1_000_000;
const run = (runId: string) => ({ plan: 'release', runId: asRunId(runId) });

async function counting(outcome: 'stored' | 'conflict') {
  const meters = await createPrometheusMeters('dome', { error: () => {} });
  // What is counted does not depend on what the store gives back, only on whether it gives anything.
  const stored = outcome === 'stored' ? ({} as Awaited<ReturnType<RunStore['append']>>) : undefined;
  const store: RunStore = { read: async () => [], append: async () => await Promise.resolve(stored) };
  const submittedMs = (runId: string): number | undefined => (runId.endsWith('b') ? undefined : NOW_MS - 90_000);
  const metered = createMeteredRunStore(store, { meters, submittedMs, now: () => NOW_MS });
  return {
    append: (runId: string, draft: RunDraft) => metered.append(run(runId), draft, { expectedLast: 0 }),
    lines: async (prefix: string) =>
      (await meters.exposition()).text.split('\n').filter((line) => line.startsWith(prefix) && !line.endsWith(' 0')),
  };
}

const submitted = (runId: string): RunDraft => ({ type: 'dev.dome.run.submitted.v1', data: releaseSubmitted(runId) });
const finished = (runId: string): RunDraft => ({
  type: 'dev.dome.run.finished.v1',
  data: {
    runId,
    result: 'success',
    promoted: [{ name: 'app', digest: `sha256:${'0'.repeat(64)}`, to: 'production' }],
    record: [],
  },
});

test('events that this replica wrote are counted', async () => {
  const { append, lines } = await counting('stored');
  const runId = 'release-aaaaaaaa';
  await append(runId, submitted(runId));
  const decision = releaseDecision(1, 'NEEDS_HUMAN');
  await append(runId, {
    type: 'dev.dome.run.gate-decided.v1',
    data: { runId, gate: 'quality', iteration: 1, decision },
  });
  await append(runId, finished(runId));
  expect(await lines('dome_runs_submitted_total{')).toEqual(['dome_runs_submitted_total{plan="release"} 1']);
  expect(await lines('dome_gate_decisions_total{')).toEqual([
    'dome_gate_decisions_total{plan="release",verdict="NEEDS_HUMAN"} 1',
  ]);
  expect(await lines('dome_runs_finished_total{')).toEqual([
    'dome_runs_finished_total{plan="release",result="success"} 1',
  ]);
  expect(await lines('dome_promotions_total{')).toEqual(['dome_promotions_total{environment="production"} 1']);
  expect(await lines('dome_run_duration_seconds_sum')).toEqual(['dome_run_duration_seconds_sum{plan="release"} 90']);
});

test('what another replica wrote first is its event, and counted there', async () => {
  const { append, lines } = await counting('conflict');
  await append('release-aaaaaaaa', submitted('release-aaaaaaaa'));
  expect(await lines('dome_runs_submitted_total')).toEqual([]);
});

test('10,000 runs of one plan make no new series', async () => {
  const { append, lines } = await counting('stored');
  const through = async (of: number): Promise<void> => {
    const runId = `release-${of.toString(36).padStart(7, 'a')}${of % 2 === 0 ? 'a' : 'b'}`;
    await append(runId, submitted(runId));
    await append(runId, finished(runId));
  };
  for (let of = 0; of < 2; of += 1) await through(of);
  const before = (await lines('dome_')).length;
  for (let of = 2; of < 10_000; of += 1) await through(of);
  expect((await lines('dome_')).length).toBe(before);
  expect(await lines('dome_run_duration_seconds_count')).toEqual([
    'dome_run_duration_seconds_count{plan="release"} 5000',
  ]);
});
