import { EVENTS, isEvent } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';

import { withTask } from './run-model.ts';
import type { RunModel, TaskModel } from './run-model.ts';

/** The run after news of one of its jobs: they only tell how a task that is not settled yet is doing, and when. */
export function foldJob(run: RunModel, event: AnyEvent): RunModel {
  const { data } = event;
  if (!('taskId' in data) || !('jobId' in data)) return run;
  return withTask(run, data, (task) => {
    const isOther = task.jobId !== undefined && task.jobId !== data.jobId;
    return isOther ? task : foldTask({ ...task, jobId: data.jobId }, event);
  });
}

function foldTask(task: TaskModel, event: AnyEvent): TaskModel {
  const timeMs = Date.parse(event.time);
  if (isEvent(event, 'dev.dome.job.started.v1')) {
    const { attempt, worker } = event.data;
    if (attempt < (task.attempt ?? 0)) return task;
    const startedAtMs = task.startedAtMs ?? timeMs;
    const { instance } = worker;
    return {
      ...task,
      progress: undefined,
      nextAttemptAtMs: undefined,
      attempt,
      worker: instance,
      startedAtMs,
      state: later(task, 'running'),
    };
  }
  if (isEvent(event, 'dev.dome.job.retrying.v1')) {
    const { problem, nextAttemptAt, attempt } = event.data;
    if (attempt < (task.attempt ?? 0)) return task;
    const nextAttemptAtMs = Date.parse(nextAttemptAt);
    const { code, detail } = problem;
    return { ...task, nextAttemptAtMs, problem: { code, detail }, state: later(task, 'retrying') };
  }
  if (isEvent(event, 'dev.dome.job.log-progress.v1')) {
    const { value, text, attempt } = event.data;
    if (task.state === 'settled' || attempt < (task.attempt ?? 0)) return task;
    return { ...task, progress: { value, ...(text === undefined ? {} : { text }) } };
  }
  return EVENTS[event.type].terminal ? { ...task, endedAtMs: timeMs } : task;
}

function later(task: TaskModel, state: 'running' | 'retrying'): TaskModel['state'] {
  return task.state === 'settled' ? 'settled' : state;
}
