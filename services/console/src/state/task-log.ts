// The log of the task that is shown, from the beginning or from around the line that the address names.
import { jobIdOf, taskAt } from '@dome/runs/portable';
import type { TaskState } from '@dome/runs/portable';
import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import type { LineRef } from './log-book.ts';
import { readLog } from './read-log.ts';
import type { LogReading } from './read-log.ts';
import { runs } from './run-store.ts';
import { session } from './session.ts';

export interface TaskLogState {
  /** Undefined: the task has no job. */
  readonly reading: LogReading | undefined;
  /** From its first line on. */
  readonly readAll: () => void;
}

/** Mount it anew for another task. */
export function useTaskLog(runId: string, task: TaskState, line: LineRef | undefined): TaskLogState {
  const [around, setAround] = useState(line);
  const [reading, setReading] = useState<LogReading>();
  const opened = session.value;
  const jobId = jobIdOf(task);
  useEffect(() => {
    if (opened === undefined || jobId === undefined) return undefined;
    const ended = Promise.withResolvers<void>();
    const stop = effect(() => {
      const state = runs.value.get(runId)?.state;
      if (state !== undefined && taskAt(state, task.key)?.state === 'settled') ended.resolve();
    });
    const begun = readLog(opened, { runId, jobId }, { around, ended: ended.promise });
    setReading(begun);
    return () => {
      stop();
      begun[Symbol.dispose]();
    };
  }, [runId, jobId, opened, around]);
  return { reading, readAll: () => setAround(undefined) };
}
