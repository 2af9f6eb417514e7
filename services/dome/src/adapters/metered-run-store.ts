// Counts the events that this replica wrote. Whatever happens to a run becomes an event of its chain, and one replica
// writes each of them, so the sum over the replicas is that of the installation.
import { seconds } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';

import type { RunDraft, RunStore } from '../ports.ts';
import type { RunRef } from '@dome/runs';

export interface CountedRuns {
  readonly meters: Meters;
  /** When the run was submitted, as far as this replica knows. */
  readonly submittedMs: (runId: string) => number | undefined;
  readonly now: () => number;
}

export function createMeteredRunStore(store: RunStore, counted: CountedRuns): RunStore {
  return {
    ...store,
    append: async (run, draft, at) => {
      const stored = await store.append(run, draft, at);
      if (stored !== undefined) countEvent(run, draft, counted);
      return stored;
    },
  };
}

function countEvent({ plan, runId }: RunRef, draft: RunDraft, { meters, submittedMs, now }: CountedRuns): void {
  switch (draft.type) {
    case 'dev.dome.run.submitted.v1':
      return meters.add('dome_runs_submitted_total', { plan });
    case 'dev.dome.run.tasks-settled.v1':
      for (const { result } of draft.data.tasks) meters.add('dome_tasks_settled_total', { result });
      return;
    case 'dev.dome.run.gate-decided.v1':
      return meters.add('dome_gate_decisions_total', { plan, verdict: draft.data.decision.status });
    case 'dev.dome.run.approval-given.v1':
      return meters.add('dome_gate_votes_total', { vote: draft.data.verdict });
    case 'dev.dome.run.promotion-decided.v1': {
      const { to: environment, decision } = draft.data;
      return meters.add('dome_promotion_decisions_total', { environment, verdict: decision.status });
    }
    case 'dev.dome.run.finished.v1': {
      const { result, promoted = [] } = draft.data;
      meters.add('dome_runs_finished_total', { plan, result });
      for (const { to } of promoted) meters.add('dome_promotions_total', { environment: to });
      const beganMs = submittedMs(runId);
      if (beganMs !== undefined)
        meters.observe('dome_run_duration_seconds', { plan }, seconds(Math.max(0, now() - beganMs)));
      return;
    }
    default:
  }
}
