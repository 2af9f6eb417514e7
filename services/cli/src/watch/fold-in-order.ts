// A job is started after its run said so, whichever of the two streams is read first: its news wait for that word, or they
// would tell of a task that is not there yet.

import type { AnyEvent } from '@dome/contracts';

import { foldEvent } from './fold-event.ts';
import { emptyRun, taskAt } from './run-model.ts';
import type { RunModel } from './run-model.ts';

export interface WatchStep {
  readonly run: RunModel;
  /** What changed it. */
  readonly event: AnyEvent;
  readonly sequence: number;
  /** It had been stored before the watching began. */
  readonly isPast: boolean;
}

interface Stored {
  readonly event: AnyEvent;
  readonly sequence: number;
}

export interface Fold {
  readonly run: RunModel;
  /** The steps that this event, and whatever waited for it, make. */
  take(item: Stored, isPast: boolean): Iterable<WatchStep>;
}

export function createFold(runId: string): Fold {
  let run = emptyRun(runId);
  let early: Stored[] = [];
  const step = ({ event, sequence }: Stored, isPast: boolean): WatchStep => {
    run = foldEvent(run, event, sequence);
    return { run, event, sequence, isPast };
  };
  return {
    get run() {
      return run;
    },
    *take(item, isPast) {
      if (isEarly(run, item.event)) {
        early.push(item);
        return;
      }
      yield step(item, isPast);
      const waiting = early;
      early = [];
      for (const one of waiting) {
        if (isEarly(run, one.event)) early.push(one);
        else yield step(one, isPast);
      }
    },
  };
}

function isEarly(run: RunModel, { data, type }: AnyEvent): boolean {
  if (!type.startsWith('dev.dome.job.') || !('taskId' in data)) return false;
  return (taskAt(run, data.taskId, data.iteration)?.state ?? 'pending') === 'pending';
}
