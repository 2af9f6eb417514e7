import { lastDecision } from '@dome/runs';
import type { RunState } from '@dome/runs';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { artifactsOf } from '../inspect/made-artifacts.ts';
import type { TaskRecord } from '@dome/runs';
import { runDescription } from '../render/run-description.ts';
import { readState, readTasks } from './read-run.ts';

/** A run in full, as its events say. */
export async function runDescribe(context: Context, ref: string): Promise<number> {
  const { io, symbols } = context;
  await using connection = await context.connect();
  const state = await readState(connection.client, { run: ref });
  const tasks = await readTasks(connection.client, state, [...state.tasks.values()]);
  const look = { sink: io.out, symbols, nowMs: io.now() };
  context.show({ value: describedRun(state, tasks), text: () => runDescription(state, tasks, look) });
  return EXIT.success;
}

function describedRun(state: RunState, tasks: readonly TaskRecord[]): object {
  const { runId, submitted, workspace, iteration, finished } = state;
  return {
    runId,
    submitted: submitted.value,
    submittedAt: new Date(submitted.timeMs).toISOString(),
    iteration,
    workspace,
    tasks,
    decisions: [...state.gates.values()].map(lastDecision),
    promotion: (state.promotion ?? state.denied)?.value,
    artifacts: artifactsOf(state, [...state.tasks.values()]),
    finished: finished?.value,
    sequence: state.last.sequence,
  };
}
