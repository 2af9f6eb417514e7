// Two streams report on one run, and either may be read first. An event is shown after those it rests on: a job starts
// after its run dispatched it, a task is settled after its job ended, and the end of the run comes last.

import { isEvent, STREAMS } from '@dome/contracts';
import type { AnyEvent, LockView } from '@dome/contracts';
import { isRunEvent, taskKeyOf } from '@dome/runs';

import { placedAt } from './current-waits.ts';
import { foldEvent } from './fold-event.ts';
import type { Message } from './fold-event.ts';
import { unseenRun, watchedTask } from './watched-run.ts';
import type { WatchedRun } from './watched-run.ts';

export type WatchStep = EventStep | PlaceStep;

export interface EventStep {
  readonly kind: 'event';
  readonly run: WatchedRun;
  /** The event that changed it. */
  readonly event: AnyEvent;
  readonly sequence: number;
  /** It was stored before the watching began. */
  readonly isPast: boolean;
}

/** Who holds a lock that a job waits for, or how many are before the job, has changed. No event says so. */
export interface PlaceStep {
  readonly kind: 'place';
  readonly run: WatchedRun;
  readonly lock: string;
}

export interface Fold {
  readonly run: WatchedRun;
  /** The steps made by this event and by those that were waiting for it. */
  take(item: Message, isPast: boolean): Iterable<EventStep>;
  /** A message of the jobs that cannot be read: nothing waits for it. */
  pass(sequence: number): Iterable<EventStep>;
  /** All stored messages of the jobs have been taken: nothing waits for one that is gone. */
  catchUp(): Iterable<EventStep>;
  /** A lock as it is now: nothing if that changes nothing. */
  place(lock: LockView): Iterable<PlaceStep>;
}

export function createFold(runId: string): Fold {
  return new OrderedFold(runId);
}

interface Waiting {
  readonly message: Message;
  readonly isPast: boolean;
}

class OrderedFold implements Fold {
  #run: WatchedRun;
  /** Job events that wait for the dispatch of their task. */
  #early: Waiting[] = [];
  /** Run events, in order, that wait for the jobs that the first of them rests on. */
  #resting: Waiting[] = [];
  /** The last job event that was taken. */
  #takenSequence = 0;

  constructor(runId: string) {
    this.#run = unseenRun(runId);
  }

  get run(): WatchedRun {
    return this.#run;
  }

  *take(message: Message, isPast: boolean): Iterable<EventStep> {
    if (isRunEvent(message.event)) {
      this.#resting.push({ message, isPast });
      yield* this.#release(this.#takenSequence);
      return;
    }
    if (isEarly(this.#run, message.event)) this.#early.push({ message, isPast });
    else yield this.#step({ message, isPast });
    yield* this.pass(message.sequence);
  }

  *pass(sequence: number): Iterable<EventStep> {
    this.#takenSequence = Math.max(this.#takenSequence, sequence);
    yield* this.#release(this.#takenSequence);
  }

  *catchUp(): Iterable<EventStep> {
    yield* this.#release(Infinity);
  }

  *place(lock: LockView): Iterable<PlaceStep> {
    const run = placedAt(this.#run, lock);
    if (run === this.#run) return;
    this.#run = run;
    yield { kind: 'place', run, lock: lock.lock };
  }

  *#release(takenSequence: number): Iterable<EventStep> {
    for (;;) {
      const [first] = this.#resting;
      if (first === undefined || restsOn(first.message.event) > takenSequence) return;
      this.#resting.shift();
      yield this.#step(first);
      const waiting = this.#early;
      this.#early = [];
      for (const one of waiting) {
        if (isEarly(this.#run, one.message.event)) this.#early.push(one);
        else yield this.#step(one);
      }
    }
  }

  #step({ message, isPast }: Waiting): EventStep {
    this.#run = foldEvent(this.#run, message);
    const { event, sequence } = message;
    return { kind: 'event', run: this.#run, event, sequence, isPast };
  }
}

function isEarly(run: WatchedRun, { data, type }: AnyEvent): boolean {
  if (!type.startsWith('dev.dome.job.') || !('taskId' in data)) return false;
  return (watchedTask(run, taskKeyOf(data))?.state ?? 'pending') === 'pending';
}

/** The sequence of the last job message that the run's event rests on. */
function restsOn(event: AnyEvent): number {
  if (isEvent(event, 'dev.dome.run.finished.v1')) return Infinity;
  if (!isEvent(event, 'dev.dome.run.tasks-settled.v1')) return 0;
  const evidence = event.data.tasks.flatMap((task) => task.evidence ?? []);
  return Math.max(0, ...evidence.filter(({ stream }) => stream === STREAMS.JOB_EVENTS).map(({ sequence }) => sequence));
}
