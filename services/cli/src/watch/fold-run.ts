import { isEvent } from '@dome/contracts';
import type { AnyEvent, RunSubmitted, RunTasksSettled, RunWaveStarted } from '@dome/contracts';

import { outlineOf } from './plan-outline.ts';
import { gateAt, withGate, withTask } from './run-model.ts';
import type { RunModel, TaskModel } from './run-model.ts';

/** The run after one more of its own events; one that was folded before changes nothing. */
export function foldRunEvent(run: RunModel, event: AnyEvent, sequence: number): RunModel {
  if (sequence <= run.sequence) return run;
  return { ...fold(run, event, Date.parse(event.time)), sequence };
}

function fold(run: RunModel, event: AnyEvent, timeMs: number): RunModel {
  if (isEvent(event, 'dev.dome.run.submitted.v1')) return submitted(run, event.data, timeMs);
  if (isEvent(event, 'dev.dome.run.iteration-started.v1')) return iterationStarted(run, event.data.iteration);
  if (isEvent(event, 'dev.dome.run.wave-started.v1')) return waveStarted(run, event.data);
  if (isEvent(event, 'dev.dome.run.tasks-dispatched.v1')) {
    return event.data.tasks.reduce(
      (now, { jobId, ...of }) => withTask(now, of, (task) => dispatched(task, jobId)),
      run,
    );
  }
  if (isEvent(event, 'dev.dome.run.tasks-settled.v1')) {
    return event.data.tasks.reduce((now, task) => settled(now, task, timeMs), run);
  }
  return foldDecision(run, event, timeMs);
}

function foldDecision(run: RunModel, event: AnyEvent, timeMs: number): RunModel {
  if (isEvent(event, 'dev.dome.run.gate-decided.v1')) {
    const { gate, iteration, decision } = event.data;
    const state = decision.status === 'NEEDS_HUMAN' ? 'waiting' : 'decided';
    return withGate(run, { ...gateAt(run, gate, iteration), state, decision });
  }
  if (isEvent(event, 'dev.dome.run.approval-requested.v1')) {
    const { gate, iteration, deadline, evidenceDigest, required } = event.data;
    const role = required[0]?.role;
    return withGate(run, {
      ...gateAt(run, gate, iteration),
      ...{ state: 'waiting', deadlineMs: Date.parse(deadline), requestedAtMs: timeMs, evidenceDigest },
      ...(role === undefined ? {} : { role }),
    });
  }
  if (isEvent(event, 'dev.dome.run.promotion-decided.v1')) {
    const { subject, to } = event.data;
    return { ...run, promotion: { ...subject, to, isDone: false } };
  }
  if (isEvent(event, 'dev.dome.run.cancel-requested.v1')) return { ...run, isCancelRequested: true };
  if (!isEvent(event, 'dev.dome.run.finished.v1')) return run;
  const { result, reason, promoted } = event.data;
  const [first] = promoted ?? [];
  return {
    ...run,
    ...{ result, finishedAtMs: timeMs },
    ...(reason === undefined ? {} : { reason }),
    ...(first === undefined ? {} : { promotion: { ...first, isDone: true } }),
  };
}

function submitted(run: RunModel, data: RunSubmitted, timeMs: number): RunModel {
  const { name, version, title, ...shape } = outlineOf(data.plan, data.planLock);
  const begun: RunModel = {
    ...run,
    ...shape,
    ...{ plan: `${name}@${version}`, submittedBy: data.submittedBy.user, submittedAtMs: timeMs },
    ...(title === undefined ? {} : { title }),
  };
  return { ...begun, tasks: tasksOf(begun, 1, ['check', 'promote']) };
}

function iterationStarted(run: RunModel, iteration: number): RunModel {
  if (iteration === 1) return { ...run, iteration };
  // The promotion waits for the last round, whichever that is.
  const kept = run.tasks.filter(({ purpose, state }) => purpose !== 'promote' || state !== 'pending');
  return { ...run, iteration, tasks: [...kept, ...tasksOf(run, iteration, ['check', 'promote'])] };
}

function waveStarted(run: RunModel, { iteration, wave, purpose, tasks }: RunWaveStarted): RunModel {
  const missing = tasks.filter((id) => !run.tasks.some((task) => task.taskId === id && task.iteration === iteration));
  const added = tasksOf(run, iteration, [purpose]).filter(({ taskId }) => missing.includes(taskId));
  const all: RunModel = { ...run, tasks: [...run.tasks, ...added] };
  return tasks.reduce((now, taskId) => withTask(now, { taskId, iteration }, (task) => ({ ...task, wave })), all);
}

function tasksOf(run: RunModel, iteration: number, purposes: readonly TaskModel['purpose'][]): TaskModel[] {
  return run.outline
    .filter(({ purpose }) => purposes.includes(purpose))
    .map((task) => ({ ...task, iteration, state: 'pending' as const }));
}

function dispatched(task: TaskModel, jobId: string): TaskModel {
  return { ...task, jobId, state: task.state === 'pending' ? 'dispatched' : task.state };
}

function settled(run: RunModel, of: RunTasksSettled['tasks'][number], timeMs: number): RunModel {
  const { result, summary, problem, jobId } = of;
  return withTask(run, of, (task) => ({
    ...task,
    ...{ state: 'settled', progress: undefined, result, endedAtMs: task.endedAtMs ?? timeMs },
    ...(jobId === undefined ? {} : { jobId }),
    ...(summary === undefined ? {} : { summary }),
    ...(problem === undefined ? {} : { problem: { code: problem.code, detail: problem.detail } }),
  }));
}
