// A job is started after its run said so, whichever of the two streams is read first: its news wait for that word, or they
// would tell of a task that is not there yet.

import type { AnyEvent } from '@dome/contracts';
import { taskKeyOf } from '@dome/runs';

import { foldEvent } from './fold-event.ts';
import type { Message } from './fold-event.ts';
import { unseenRun, watchedTask } from './watched-run.ts';
import type { WatchedRun } from './watched-run.ts';

export interface WatchStep {
  readonly run: WatchedRun;
  /** What changed it. */
  readonly event: AnyEvent;
  readonly sequence: number;
  /** It had been stored before the watching began. */
  readonly isPast: boolean;
}

export interface Fold {
  readonly run: WatchedRun;
  /** The steps that this event, and whatever waited for it, make. */
  take(item: Message, isPast: boolean): Iterable<WatchStep>;
}

export function createFold(runId: string): Fold {
  let run = unseenRun(runId);
  let early: Message[] = [];
  const step = (message: Message, isPast: boolean): WatchStep => {
    run = foldEvent(run, message);
    const { event, sequence } = message;
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

function isEarly(run: WatchedRun, { data, type }: AnyEvent): boolean {
  if (!type.startsWith('dev.dome.job.') || !('taskId' in data)) return false;
  return (watchedTask(run, taskKeyOf(data))?.state ?? 'pending') === 'pending';
}
