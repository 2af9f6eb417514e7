// Runs, tasks and artifacts, found by the names that people type.
import { countFindings } from '@dome/client';
import type { ControlClient, FindingCounts } from '@dome/client';
import { DomeError, filters, isEvent, STREAMS } from '@dome/contracts';
import type { RunState, TaskState } from '@dome/runs';

import { resolveRun } from './run-ref.ts';
import { unseenRun } from '../watch/watched-run.ts';
import type { WatchedRun } from '../watch/watched-run.ts';
import { watchRun } from '../watch/watch-run.ts';
import type { RunAddress, TaskAddress } from '../inspect/address.ts';
import { findTask, jobIdOf, taskRecord } from '@dome/runs';
import type { TaskFinding, JobFindings, JobMessage, TaskRecord } from '@dome/runs';

/** Of one job; the others are counted, and a log may have a million. */
const FINDINGS_SHOWN_MAX = 1_000;

/** Everything that is stored of a run now. */
export async function readRun(client: ControlClient, runId: string): Promise<WatchedRun> {
  let run = unseenRun(runId);
  for await (const step of watchRun(client, runId, { untilCaughtUp: true })) run = step.run;
  return run;
}

/** @throws DomeError NOT_FOUND, also for a run whose first event is no longer stored */
export async function readState(client: ControlClient, address: Pick<RunAddress, 'run'>): Promise<RunState> {
  const runId = await resolveRun(client, address.run);
  const { state } = await readRun(client, runId);
  if (state !== undefined) return state;
  throw new DomeError('NOT_FOUND', { detail: `The first events of ${runId} are no longer stored.` });
}

/** @throws DomeError NOT_FOUND, with the names that there are */
export function requireTask(state: RunState, { task, iteration }: TaskAddress): TaskState {
  const found = findTask(state, task, iteration);
  if (found !== undefined) return found;
  const known = [...state.lock.keys()];
  const round = iteration === undefined ? '' : ` in iteration ${iteration}`;
  throw new DomeError('NOT_FOUND', {
    detail: `${state.runId} has no task ${task}${round}.`,
    hint: known.includes(task)
      ? `It is in iteration ${Math.max(1, state.iteration)}, and tasks of a remedy or a promotion are not in all of them.`
      : `Its tasks are ${known.join(', ')}.`,
  });
}

/** The tasks that an address means: one, or every task in every iteration in which it started. */
export function tasksMeant(state: RunState, { task, iteration, run }: RunAddress): TaskState[] {
  if (task !== undefined && iteration !== undefined) return [requireTask(state, { run, task, iteration })];
  if (task !== undefined) requireTask(state, { run, task });
  return [...state.tasks.values()].filter(({ key }) => task === undefined || key.taskId === task);
}

export async function readTask(client: ControlClient, address: TaskAddress): Promise<TaskRecord> {
  const state = await readState(client, address);
  return await taskRecordOf(client, state, requireTask(state, address));
}

/** The record of a task of a run that is read already. */
async function taskRecordOf(client: ControlClient, state: RunState, task: TaskState): Promise<TaskRecord> {
  const jobId = jobIdOf(task);
  if (jobId === undefined) return taskRecord(state, task, { events: [], findings: [], more: 0 });
  const of = { runId: state.runId, jobId };
  return taskRecord(state, task, {
    events: await jobEvents(client, of),
    ...(await findingsIn(client, of)),
  });
}

/** The records of several tasks, without the findings in their logs: the events of the jobs are read once. */
export async function readTasks(
  client: ControlClient,
  state: RunState,
  tasks: readonly TaskState[],
): Promise<TaskRecord[]> {
  const byJob = Map.groupBy(await jobEvents(client, { runId: state.runId }), ({ event: { data } }) =>
    'jobId' in data ? data.jobId : '',
  );
  return tasks.map((task) => {
    const events = byJob.get(jobIdOf(task) ?? '') ?? [];
    return taskRecord(state, task, { events, findings: [], more: 0 });
  });
}

async function jobEvents(client: ControlClient, of: { runId: string; jobId?: string }): Promise<JobMessage[]> {
  const events: JobMessage[] = [];
  for await (const item of client.followJobEvents(of, { untilCaughtUp: true })) {
    if (item.kind === 'event') events.push(item);
  }
  return events;
}

/** JobFindings stand in the log between the lines, which are passed over as they come. */
async function findingsIn(client: ControlClient, of: { runId: string; jobId: string }): Promise<JobFindings> {
  const findings: TaskFinding[] = [];
  let more = 0;
  const source = { stream: STREAMS.JOB_LOGS, filters: [filters.jobLog(of)] };
  for await (const item of client.followFiltered(source, { untilCaughtUp: true })) {
    if (item.kind !== 'event' || !isEvent(item.event, 'dev.dome.job.log-annotation.v1')) continue;
    if (findings.length < FINDINGS_SHOWN_MAX) findings.push(findingOf(item.event.data));
    else more += 1;
  }
  return { findings, more };
}

/** How many findings the log of each job of a run has, by level. */
export const findingsOf = async (client: ControlClient, runId: string): Promise<Map<string, FindingCounts>> => {
  const source = { stream: STREAMS.JOB_LOGS, filters: [filters.jobLog({ runId })] };
  return (await countFindings(client.followFiltered(source, { untilCaughtUp: true }))) ?? new Map();
};

function findingOf({ attempt, line, level, file, startLine, title, message }: TaskFinding): TaskFinding {
  return {
    attempt,
    line,
    level,
    message,
    ...(file === undefined ? {} : { file }),
    ...(startLine === undefined ? {} : { startLine }),
    ...(title === undefined ? {} : { title }),
  };
}
